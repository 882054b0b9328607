
namespace Multiprocessing.Managers;

/// <summary>
/// The threads that run members. As many as there are processors; when none of them comes free for some milliseconds while work waits, because members block, one more is
/// added. They are apart from the thread pool, so members that block do not keep it from reading and sending.
/// </summary>
internal static class TurnThreads
{
    private const int ThreadsMax = 1024;
    private static readonly TimeSpan s_stall = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);
    private static readonly int s_threadsMin = Math.Max(2, Environment.ProcessorCount);

    private static readonly object s_gate = new();
    private static readonly Queue<(SendOrPostCallback Callback, object? State)> s_work = [];
    private static int s_threads;
    private static int s_idleThreads;
    private static long s_taken;
    private static bool s_isWatched;

    [ThreadStatic]
    private static ExecutionContext? t_context;

    /// <summary>Runs something soon. What it throws ends the process, as on any thread.</summary>
    internal static void Run(SendOrPostCallback callback, object? state)
    {
        bool start = false;
        bool watch = false;
        lock (s_gate)
        {
            s_work.Enqueue((callback, state));
            if (s_idleThreads >= s_work.Count)
            {
                Monitor.Pulse(s_gate);
            }
            else if (s_threads < s_threadsMin)
            {
                s_threads++;
                start = true;
            }
            else
            {
                Monitor.Pulse(s_gate);
                watch = !s_isWatched;
                s_isWatched = true;
            }
        }

        if (start) StartThread();
        if (watch) new Thread(Watch) { IsBackground = true, Name = "shared objects, watch" }.UnsafeStart();
    }

    /// <summary>Undoes what the last work did to this thread's execution context.</summary>
    internal static void RestoreContext()
    {
        if (t_context is not null) ExecutionContext.Restore(t_context);
    }

    private static void StartThread() => new Thread(Work) { IsBackground = true, Name = "shared objects" }.UnsafeStart();

    private static void Work()
    {
        t_context = ExecutionContext.Capture();
        while (TryTake(out (SendOrPostCallback Callback, object? State) next))
        {
            next.Callback(next.State);
            RestoreContext();
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private static bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (s_gate)
        {
            while (!s_work.TryDequeue(out next))
            {
                s_idleThreads++;
                bool isWoken = Monitor.Wait(s_gate, s_idle);
                s_idleThreads--;
                if (isWoken || s_work.Count > 0 || s_threads <= s_threadsMin) continue;
                s_threads--;
                return false;
            }

            s_taken++;
            return true;
        }
    }

    /// <summary>Runs while all threads are busy and work waits: one more thread each time nothing was taken between two looks.</summary>
    private static void Watch()
    {
        using var pause = new ManualResetEventSlim();
        long seen = -1;
        while (true)
        {
            bool start = false;
            lock (s_gate)
            {
                if (s_work.Count == 0)
                {
                    s_isWatched = false;
                    return;
                }

                if (s_taken == seen && s_threads < ThreadsMax)
                {
                    s_threads++;
                    start = true;
                }

                seen = s_taken;
            }

            if (start) StartThread();
            pause.Wait(s_stall);
        }
    }
}
