using System.Buffers.Binary;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

/// <summary>Producers and takers of queues are killed in real processes, at random and between two stores.</summary>
public sealed class QueueKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static readonly string[] s_leasePoints =
    [
        "lease.take.claimed", "lease.take.copied", "lease.take.word", "lease.take.tail", "lease.take.released", "lease.retake.word", "lease.retake.counted",
        "lease.return.reason", "lease.return.word", "lease.return.counted", "lease.complete.target", "lease.complete.claimed", "lease.complete.copied", "lease.complete.at",
        "lease.complete.tag", "lease.complete.head", "lease.complete.marked", "lease.complete.cleared", "lease.complete.released", "lease.repair.decided",
        "lease.repair.word", "lease.repair.counted", "lease.recover.freed", "lease.recover.counted", "lease.settle.marked", "lease.settle.cleared", "ring.room.taken",
    ];

    private static readonly string[] s_ringPoints =
    [
        "ring.put.claimed", "ring.put.copied", "ring.put.committed", "ring.put.released", "blocks.allocate.claimed", "blocks.allocate.hint", "blocks.allocate.word",
        "blocks.free.word", "blocks.sweep.word", "segment.held", "waitpoint.waking",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Complete_TakersKilled_EveryItemHasOneResult()
    {
        string name = TestRun.NewName();
        using var items = InterprocessJoinableQueue.Create<long>(name, capacity: 32, new JoinableQueueOptions { MaxAttempts = 127, MaxLeased = 16 });
        using var results = InterprocessQueue.Create<long>(name + ".results", capacity: 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        try
        {
            long put = 0;
            var putting = Task.Run(
                async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        if (await items.TryPutAsync(put, TimeSpan.FromMilliseconds(20))) put++;
                    }
                },
                Token);
            var taken = new List<long>();
            var taking = Task.Run(
                async () =>
                {
                    await foreach (long result in results.TakeAllAsync(Token)) taken.Add(result);
                },
                Token);
            var loop = await KillLoop.RunAsync<LeaseWorkerVerb>(new KillLoopOptions { FaultPoints = s_leasePoints }, [name, name + ".results"], Token);
            await stop.CancelAsync();
            await putting.WaitAsync(s_long, Token);
            items.Complete();
            await Task.Run(
                () =>
                {
                    foreach (var job in items.TakeAll(Token)) job.Complete(results, job.Item);
                },
                Token).WaitAsync(s_long, Token);
            items.Join(s_long, Token);
            results.Complete();
            await taking.WaitAsync(s_long, Token);
            output.WriteLine($"{loop with { Reports = [] }}; {put} items, {taken.Count} results, {items.Failed.Count} failed; reports {string.Join(' ', loop.Reports)}");
            Assert.Equal(taken.Count, taken.Distinct().Count());
            Assert.Equal(put, taken.Count);
            Assert.Equal(0, items.LeasedCount);
        }
        finally
        {
            InterprocessJoinableQueue.Remove(name);
            InterprocessQueue.Remove(name + ".results");
        }
    }

    [Fact]
    public async Task Put_ProducersKilled_MessagesWholeAndWithoutGap()
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<byte[]>(name, capacity: 16);
        try
        {
            var next = new Dictionary<int, int>();
            long messages = 0;
            var taking = Task.Run(
                async () =>
                {
                    await foreach (byte[] message in queue.TakeAllAsync(Token))
                    {
                        int maker = BinaryPrimitives.ReadInt32LittleEndian(message);
                        int number = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(4));
                        Assert.Equal(next.GetValueOrDefault(maker), number);
                        Assert.Equal(MessageProducerVerb.Sizes[number % MessageProducerVerb.Sizes.Length], message.Length);
                        Assert.Equal(-1, message.AsSpan(8).IndexOfAnyExcept((byte)number));
                        next[maker] = number + 1;
                        messages++;
                    }
                },
                Token);
            var loop = await KillLoop.RunAsync<MessageProducerVerb>(new KillLoopOptions { FaultPoints = s_ringPoints }, [name], Token);
            queue.Complete();
            await taking.WaitAsync(s_long, Token);
            output.WriteLine($"{loop with { Reports = [] }}; {messages} messages of {next.Count} makers; reports {string.Join(' ', loop.Reports)}");
            Assert.NotEqual(0, messages);
        }
        finally
        {
            InterprocessQueue.Remove(name);
        }
    }
}
