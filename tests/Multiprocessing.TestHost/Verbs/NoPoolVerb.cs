using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Argument: the address. Keeps all threads of its pool busy and lets it start no more, says "none", uses the synchronous forms of ready-made objects on a thread of its own, and says "done".</summary>
internal sealed class NoPoolVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await using Manager manager = await Manager.ConnectAsync(arguments[0]);
        using var free = new ManualResetEventSlim();
        ThreadPool.GetMinThreads(out int count, out int ports);
        ThreadPool.SetMaxThreads(count, ports);
        // This one waits for the thread below.
        if (Thread.CurrentThread.IsThreadPoolThread) count--;
        using var busy = new CountdownEvent(count);
        for (int i = 0; i < count; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                busy.Signal();
                free.Wait();
            });
        }

        var thread = new Thread(() =>
        {
            busy.Wait();
            channel.Say("none");
            Use(manager);
            channel.Say("done");
            free.Set();
        });
        thread.Start();
        thread.Join();
    }

    private static void Use(Manager manager)
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(10);
        ISharedLock gate = manager.Get<ISharedLock>("gate");
        SharedLockScope scope = gate.Enter();
        Check(gate.TryEnter(moment) is null);
        ISharedCondition condition = manager.CreateCondition(gate);
        Check(!condition.Wait(scope, moment));
        scope.Dispose();
        gate.Enter().Dispose();
        ISharedSemaphore seats = manager.CreateSemaphore(1, 1);
        SharedPermit permit = seats.Enter();
        Check(!seats.Wait(moment));
        permit.Dispose();
        seats.Enter().Dispose();
        ISharedQueue<int> queue = manager.CreateQueue<int>();
        queue.Put(1);
        Check(queue.TryTake(out int item) && item == 1 && !queue.TryTake(out _, moment));
        ISharedJoinableQueue<int> jobs = manager.CreateJoinableQueue<int>();
        jobs.Put(1);
        jobs.TryTake()!.Done();
        Check(jobs.Join());
        ISharedEvent ready = manager.CreateEvent();
        Check(!ready.Wait(moment));
        Check(manager.CreateBarrier(1).Wait() == 0);
    }

    private static void Check(bool holds)
    {
        if (!holds) throw new InvalidOperationException("It answered otherwise than it must.");
    }
}
