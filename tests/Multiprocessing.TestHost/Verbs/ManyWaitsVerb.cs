using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a number. Begins so many asynchronous waits, of every kind of object in turn, and says with "waiting" how many threads the process had before and has now. Then
/// satisfies them all, and says "done" when every one has ended.
/// </summary>
internal sealed class ManyWaitsVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        const int Kinds = 8;
        int each = int.Parse(arguments[0], CultureInfo.InvariantCulture) / Kinds;
        using var gate = InterprocessLock.Create();
        using var permits = InterprocessSemaphore.Create(1, 1);
        using var signals = InterprocessSemaphore.Create(0, each, SemaphoreKind.Signals);
        using var manual = InterprocessManualResetEvent.Create();
        using var pulses = InterprocessAutoResetEvent.Create();
        using var queue = InterprocessQueue.Create<int>(capacity: each);
        using var jobs = InterprocessJoinableQueue.Create<int>(capacity: each, options: new JoinableQueueOptions { MaxLeased = each });
        var (left, right) = InterprocessPipe.Create<int>(capacity: each);
        // The first asynchronous wait of a process starts its hub.
        _ = await manual.TryWaitAsync(TimeSpan.FromMilliseconds(1));
        int before = ThreadCount();
        LockScope gateScope = gate.Enter();
        SemaphoreScope seat = permits.Enter();
        var waits = new List<Task>();
        for (int i = 0; i < each; i++)
        {
            waits.Add(EnterAsync(gate));
            waits.Add(EnterAsync(permits));
            waits.Add(signals.WaitAsync().AsTask());
            waits.Add(manual.WaitAsync().AsTask());
            waits.Add(pulses.WaitAsync().AsTask());
            waits.Add(queue.TakeAsync().AsTask());
            waits.Add(DoneAsync(jobs));
            waits.Add(right.TakeAsync().AsTask());
        }

        int pending = waits.Count(static wait => !wait.IsCompleted);
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"waiting {pending} {before} {ThreadCount()}"));
        gateScope.Dispose();
        seat.Dispose();
        signals.Release(each);
        manual.Set();
        for (int i = 0; i < each; i++)
        {
            queue.Put(i);
            jobs.Put(i);
            left.Put(i);
        }

        // A signal that nobody has taken yet is there once only, so each is given after the one before was taken.
        while (waits.Any(static wait => !wait.IsCompleted))
        {
            pulses.Set();
            await Task.Yield();
        }

        await Task.WhenAll(waits);
        left.Dispose();
        right.Dispose();
        channel.Say("done");
    }

    private static async Task EnterAsync(InterprocessLock gate)
    {
        using var scope = await gate.EnterAsync();
    }

    private static async Task EnterAsync(InterprocessSemaphore permits)
    {
        using var scope = await permits.EnterAsync();
    }

    private static async Task DoneAsync(InterprocessJoinableQueue<int> jobs) => (await jobs.TakeAsync()).Done();

    private static int ThreadCount()
    {
        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Threads:", StringComparison.Ordinal));
        return int.Parse(line["Threads:".Length..], CultureInfo.InvariantCulture);
    }
}
