using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>
/// The barriers that this process has open. Taking part ends with the process's last object of a barrier, or when the process exits cleanly; a process that is
/// killed stays among the members, and is found there by the others.
/// </summary>
internal static class BarrierMemberships
{
    private static readonly Dictionary<Segment, (int Count, Action Leave)> s_open = [];
    private static bool s_isWatched;

    internal static void Add(Segment segment, Action leave)
    {
        lock (s_open)
        {
            int count = s_open.TryGetValue(segment, out var known) ? known.Count : 0;
            s_open[segment] = (count + 1, leave);
            if (s_isWatched) return;
            s_isWatched = true;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => LeaveAll();
        }
    }

    internal static void Remove(Segment segment)
    {
        lock (s_open)
        {
            if (!s_open.TryGetValue(segment, out var known)) return;
            if (known.Count > 1)
            {
                s_open[segment] = (known.Count - 1, known.Leave);
                return;
            }

            s_open.Remove(segment);
            known.Leave();
        }
    }

    private static void LeaveAll()
    {
        lock (s_open)
        {
            foreach (var (_, leave) in s_open.Values) leave();
            s_open.Clear();
        }
    }
}
