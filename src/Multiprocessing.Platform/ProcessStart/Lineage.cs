using System.Globalization;
using System.Text.Unicode;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.ProcessStart;

/// <summary>Who this process is to its parent and its parent to it.</summary>
internal static unsafe class Lineage
{
    /// <summary>The process id of the parent as it is now: another one once the parent has ended.</summary>
    internal static int ParentId => Libc.getppid();

    /// <summary>When the process was started, in clock ticks since the machine's start; 0 when the system does not tell. With the id it names one process for ever.</summary>
    internal static ulong StartTime(int processId)
    {
        string text;
        try
        {
            text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }

        // The second field is the program's name in parentheses, and may hold any character; the start time is the 20th after it.
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Length > 19 && ulong.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out ulong ticks) ? ticks : 0;
    }

    /// <summary>
    /// Asks the kernel to kill this process when its parent ends, whatever its threads do then. Call it on the main thread, since the request lasts as
    /// long as the thread. False when the kernel refuses, or when the parent has ended already.
    /// </summary>
    internal static bool DieWithParent(int parentId) =>
        LinuxLibc.prctl(LinuxLibc.PR_SET_PDEATHSIG, Libc.SIGKILL, 0, 0, 0) == 0 && ParentId == parentId;

    /// <summary>Names the calling thread, which on the main thread is what <c>ps</c> and <c>top</c> show: the first 15 bytes.</summary>
    internal static void SetName(string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        // Letters one by one as long as they are ASCII: a starting child would load 2 ms of types for the framework's encoder.
        int count = 0;
        while (count < name.Length && count < 15 && name[count] < 0x80) bytes[count] = (byte)name[count++];
        if (count < name.Length && count < 15) Utf8.FromUtf16(name, bytes[..15], out _, out _);
        fixed (byte* pointer = bytes) _ = LinuxLibc.prctl(LinuxLibc.PR_SET_NAME, (nint)pointer, 0, 0, 0);
    }
}
