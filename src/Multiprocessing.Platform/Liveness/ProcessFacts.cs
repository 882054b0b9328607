using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Liveness;

/// <summary>What the system says about processes of this process's own pid namespace. Nothing here throws: a process may end while it is looked at.</summary>
internal static class ProcessFacts
{
    private const int TextMax = 4096;

    /// <summary>
    /// The pid namespace of this process, or 0 when /proc is missing or shows another namespace than the process lives in (a container that mounts
    /// its host's /proc): process ids read there mean other processes, so nothing is concluded from them.
    /// </summary>
    internal static ulong PidNamespace { get; } = FindPidNamespace();

    /// <summary>When this process began, in clock ticks after boot; 0 when it cannot be known.</summary>
    internal static ulong StartTime { get; } = TryReadStat("/proc/self/stat", out ProcessStat stat) ? stat.StartTime : 0;

    /// <summary>The boot that the system runs since.</summary>
    internal static Guid BootId { get; } = FindBootId();

    /// <summary>
    /// Whether the process that had this number and start is gone: the number is free, another process has it, or all that is left is its unfetched exit
    /// code. Only for numbers of <see cref="PidNamespace"/>. What cannot be seen (/proc hidden from other users) is not gone.
    /// </summary>
    internal static bool IsGone(int processId, ulong startTime)
    {
        if (processId <= 0) return false;
        if (Libc.kill(processId, 0) != 0 && Marshal.GetLastPInvokeError() == Errno.ESRCH) return true;
        if (!TryReadStat(StatPath(processId), out ProcessStat stat)) return false;
        return (startTime != 0 && stat.StartTime != startTime) || stat.IsZombie;
    }

    internal static ProcessState StateOf(int processId)
    {
        if (!TryReadStat(StatPath(processId), out ProcessStat stat) || stat.IsZombie) return ProcessState.Dead;
        Span<byte> buffer = stackalloc byte[TextMax];
        int length = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status"), buffer);
        if (length > 0 && buffer[..length].IndexOf("CoreDumping:\t1"u8) >= 0) return ProcessState.DumpingCore;
        return stat.State is 'T' or 't' ? ProcessState.Stopped : ProcessState.Alive;
    }

    /// <summary>The beginning of the process's command line, the directory of its program left out; "?" when it cannot be read.</summary>
    internal static string CommandLine(int processId)
    {
        const int LengthMax = 80;
        Span<byte> buffer = stackalloc byte[TextMax];
        int length = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline"), buffer);
        if (length <= 0) return "?";
        string[] words = Encoding.UTF8.GetString(buffer[..length]).TrimEnd('\0').Split('\0');
        words[0] = Path.GetFileName(words[0]);
        string text = string.Join(' ', words);
        return text.Length <= LengthMax ? text : text[..(LengthMax - 1)] + "…";
    }

    /// <summary>The process that holds a <c>flock</c> on the file, or 0 when it cannot be known.</summary>
    internal static int FlockHolder(ulong inode, ulong device)
    {
        // 1: FLOCK  ADVISORY  WRITE 4242 00:1a:77 0 EOF
        string file = string.Create(CultureInfo.InvariantCulture, $" {device >> 32:x2}:{(uint)device:x2}:{inode} ");
        Span<byte> buffer = new byte[1 << 20];
        int length = Read("/proc/locks", buffer);
        if (length <= 0) return 0;
        foreach (string line in Encoding.ASCII.GetString(buffer[..length]).Split('\n'))
        {
            if (!line.Contains(" FLOCK ", StringComparison.Ordinal) || !line.Contains(file, StringComparison.Ordinal) || line.Contains("->", StringComparison.Ordinal)) continue;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 4 && int.TryParse(words[4], CultureInfo.InvariantCulture, out int holder)) return holder;
        }

        return 0;
    }

    internal static bool TryReadStat(string path, out ProcessStat stat)
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length = Read(path, buffer);
        stat = default;
        return length > 0 && ProcessStat.TryParse(buffer[..length], out stat);
    }

    private static string StatPath(int processId) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat");

    private static int Read(string path, Span<byte> target)
    {
        int descriptor = NativeFile.Open(path, Libc.O_RDONLY);
        if (descriptor < 0) return descriptor;
        int length = NativeFile.ReadAt(descriptor, target, 0);
        NativeFile.Close(descriptor);
        return length;
    }

    private static ulong FindPidNamespace()
    {
        if (!TryReadStat("/proc/self/stat", out ProcessStat stat) || stat.ProcessId != Environment.ProcessId) return 0;
        int descriptor = NativeFile.Open("/proc/self/ns/pid", Libc.O_RDONLY);
        if (descriptor < 0) return 0;
        int result = NativeFile.Status(descriptor, out LinuxLibc.FileStatus status);
        NativeFile.Close(descriptor);
        return result < 0 ? 0 : status.Inode;
    }

    private static Guid FindBootId()
    {
        Span<byte> buffer = stackalloc byte[64];
        int length = Read("/proc/sys/kernel/random/boot_id", buffer);
        return length > 0 && Guid.TryParse(Encoding.ASCII.GetString(buffer[..length]), out Guid id) ? id : Guid.Empty;
    }
}
