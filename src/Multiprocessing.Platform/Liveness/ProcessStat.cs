using System.Buffers.Text;

namespace Multiprocessing.Platform.Liveness;

/// <summary>What <c>/proc/PID/stat</c> says of a process. Source: man proc_pid_stat(5).</summary>
/// <param name="ProcessId">Its number in the namespace of the mounted /proc.</param>
/// <param name="State">The state letter of its first thread: R, S, D, T, t, Z, X.</param>
/// <param name="ThreadCount">Threads that are not yet released.</param>
/// <param name="StartTime">Clock ticks after boot.</param>
internal readonly record struct ProcessStat(int ProcessId, char State, int ThreadCount, ulong StartTime)
{
    /// <summary>
    /// The first thread has ended and there is no other: what remains is an entry that its parent has not fetched. A first thread that ended before
    /// others shows as Z too, with their count beside it.
    /// </summary>
    internal bool IsZombie => State is 'Z' or 'X' && ThreadCount <= 1;

    internal static bool TryParse(ReadOnlySpan<byte> text, out ProcessStat stat)
    {
        stat = default;
        // The command's name stands in brackets and may contain anything, also brackets and spaces.
        int end = text.LastIndexOf((byte)')');
        if (end < 0 || !Utf8Parser.TryParse(text, out int id, out _)) return false;
        ReadOnlySpan<byte> rest = text[(end + 1)..];
        char state = '\0';
        int threads = 0;
        for (int field = 3; field <= 22; field++)
        {
            rest = rest.TrimStart((byte)' ');
            int length = rest.IndexOf((byte)' ');
            if (length < 0) return false;
            if (field == 3) state = (char)rest[0];
            if (field == 20 && !Utf8Parser.TryParse(rest, out threads, out _)) return false;
            if (field == 22)
            {
                if (!Utf8Parser.TryParse(rest, out ulong start, out _)) return false;
                stat = new ProcessStat(id, state, threads, start);
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }
}
