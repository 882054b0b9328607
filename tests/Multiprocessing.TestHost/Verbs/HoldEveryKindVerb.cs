using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>No arguments. Makes a named object of each kind, named as the kind, holds or half fills it, says "ready", and ends at "end", having removed all.</summary>
internal sealed class HoldEveryKindVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var array = SharedArray.Create<int>("array", 100);
        using var locked = SharedArray.Create<int>("locked array", 100);
        using var lockedScope = locked.Lock.Enter();
        using var value = SharedValue.Create("value", 42L);
        using var guarded = GuardedValue.Create("guarded", 0L);
        guarded.Update(static (ref number) => number++);
        guarded.Update(static (ref number) => number++);
        using var gate = InterprocessLock.Create("lock");
        using var gateScope = gate.Enter();
        using var again = InterprocessRecursiveLock.Create("recursive");
        using var first = again.Enter();
        using var second = again.Enter();
        using var permits = InterprocessSemaphore.Create("permits", 3, 5);
        using var seat = permits.Enter();
        using var signals = InterprocessSemaphore.Create("signals", 7, 10, SemaphoreKind.Signals);
        using var set = InterprocessManualResetEvent.Create("manual", initialState: true);
        using var pulse = InterprocessAutoResetEvent.Create("auto");
        using var conditionGate = InterprocessLock.Create("gate");
        using var condition = InterprocessCondition.Create(conditionGate, "condition");
        using var barrier = InterprocessBarrier.Create("barrier", 3);
        using var broken = InterprocessBarrier.Create("broken", 2);
        broken.Abort();
        using var stop = new CancellationTokenSource();
        Task[] waits = [BeginWait(conditionGate, condition, stop.Token), barrier.WaitAsync(stop.Token).AsTask()];
        using var queue = InterprocessQueue.Create<int>("queue", 8);
        queue.PutMany([1, 2, 3]);
        queue.Complete();
        using var jobs = InterprocessJoinableQueue.Create<string>("jobs", 8, new JoinableQueueOptions { MaxAttempts = 1 });
        jobs.PutMany(["fails", "leased", "waits", "waits too"]);
        jobs.Take().Return("on purpose");
        _ = jobs.Take();
        var (left, right) = InterprocessPipe.Create<int>("pipe", 4);
        left.Put(1);
        channel.Say("ready");
        // No await up to here: the recursive lock is held by this thread.
        channel.Expect("end");
        stop.Cancel();
        Task.WhenAll(waits).ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        left.Dispose();
        right.Dispose();
        RemoveAll();
        return Task.CompletedTask;
    }

    internal static void RemoveAll()
    {
        SharedArray.Remove("array");
        SharedArray.Remove("locked array");
        SharedValue.Remove("value");
        GuardedValue.Remove("guarded");
        InterprocessLock.Remove("lock");
        InterprocessRecursiveLock.Remove("recursive");
        InterprocessSemaphore.Remove("permits");
        InterprocessSemaphore.Remove("signals");
        InterprocessManualResetEvent.Remove("manual");
        InterprocessAutoResetEvent.Remove("auto");
        InterprocessLock.Remove("gate");
        InterprocessCondition.Remove("condition");
        InterprocessBarrier.Remove("barrier");
        InterprocessBarrier.Remove("broken");
        InterprocessQueue.Remove("queue");
        InterprocessJoinableQueue.Remove("jobs");
        InterprocessPipe.Remove("pipe");
    }

    private static Task BeginWait(InterprocessLock gate, InterprocessCondition condition, CancellationToken token)
    {
        using var scope = gate.Enter(token);
        return condition.WaitAsync(token).AsTask();
    }
}
