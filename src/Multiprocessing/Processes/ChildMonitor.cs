using System.Diagnostics;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>
/// The one thread that waits for all children of this process: for what they send, for room to send them more, for their ends, and for their deadlines.
/// So a child costs its parent no thread.
/// </summary>
/// <remarks>Where the kernel has no descriptor that tells an exit (before 5.3, or refused by a filter), the thread asks every 20 ms instead.</remarks>
internal static class ChildMonitor
{
    private const int RecheckMilliseconds = 20;
    private const int ExitMilliseconds = 2000;

    private static readonly Lock s_gate = new();
    private static readonly List<ChildRun> s_runs = [];
    private static readonly Poller s_poller = new();
    private static Thread? s_thread;

    internal static void Add(ChildRun run)
    {
        lock (s_gate)
        {
            s_runs.Add(run);
            if (s_thread is null)
            {
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
                s_thread = new Thread(Run) { IsBackground = true, Name = "Multiprocessing children" };
                s_thread.UnsafeStart();
            }
        }

        Wake();
    }

    /// <summary>
    /// At a clean exit of this process: ends the children that die with it and reaps them. The kernel would kill them a moment later, but then nobody would
    /// remove what their runtimes leave in the temporary directory.
    /// </summary>
    private static void EndAll()
    {
        ChildRun[] runs;
        lock (s_gate) runs = [.. s_runs.Where(static run => run.DiesWithParent)];
        foreach (var run in runs) run.Kill();
        foreach (var run in runs) run.WaitReaped(ExitMilliseconds);
    }

    /// <summary>Makes the thread look at all children again: there is more to send, or a deadline has changed.</summary>
    internal static void Wake() => s_poller.Wake();

    private static void Run()
    {
        var runs = new List<ChildRun>();
        while (true)
        {
            runs.Clear();
            lock (s_gate) runs.AddRange(s_runs);
            s_poller.Clear();
            long deadline = long.MaxValue;
            bool mustRecheck = false;
            int first = 0;
            for (int i = 0; i < runs.Count; i++)
            {
                ChildRun run = runs[i];
                int index = s_poller.Add(run.Channel.Descriptor, read: true, write: run.Channel.HasUnsent);
                s_poller.Add(run.Process.ExitDescriptor, read: true, write: false);
                if (i == 0) first = index;
                mustRecheck |= run.Process.ExitDescriptor < 0;
                deadline = Math.Min(deadline, run.Deadline);
            }

            s_poller.Wait(MillisecondsUntil(deadline, mustRecheck));
            for (int i = 0; i < runs.Count; i++) Turn(runs[i], first + (2 * i));
        }
    }

    private static void Turn(ChildRun run, int index)
    {
        if (s_poller.IsReady(index)) run.OnChannelReady();
        if (s_poller.IsReady(index + 1) || run.Process.ExitDescriptor < 0)
        {
            // Off the list before the owner hears of it: it may start the next one.
            if (run.OnMayHaveEnded(static ended => { lock (s_gate) s_runs.Remove(ended); })) return;
        }

        if (run.Deadline <= Stopwatch.GetTimestamp()) run.OnDeadline();
    }

    private static int MillisecondsUntil(long deadline, bool mustRecheck)
    {
        if (deadline == long.MaxValue) return mustRecheck ? RecheckMilliseconds : -1;
        long left = Math.Max(0, deadline - Stopwatch.GetTimestamp());
        long milliseconds = Math.Min((left * 1000 / Stopwatch.Frequency) + 1, int.MaxValue);
        return (int)(mustRecheck ? Math.Min(milliseconds, RecheckMilliseconds) : milliseconds);
    }
}
