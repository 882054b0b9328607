using System.Buffers.Binary;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

/// <summary>Takers that read leased messages in place are killed in real processes: the message is another's then, whole, and its room comes back.</summary>
public sealed class QueueViewKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static readonly string[] s_points =
    [
        "lease.take.claimed", "lease.take.copied", "lease.take.word", "lease.take.tail", "lease.retake.word", "lease.retake.counted", "lease.return.word", "lease.complete.tag",
        "lease.complete.head", "lease.complete.marked", "lease.repair.word", "lease.recover.freed", "ring.take.adopted", "blocks.adopt.word", "blocks.free.word", "blocks.sweep.word",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task View_KilledAtEachFaultPoint_AnotherReadsItAndRoomComesBack()
    {
        var killed = await FaultPointKills.RunAsync<ViewOneVerb, Messages>(
            static name => new Messages(name),
            static async (process, messages) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("go");
                await process.ExpectAsync("answered", Token);
                await process.SendAsync("end");
            },
            static (messages, hit) =>
            {
                int left = 0;
                for (; messages.Items.TryView(TimeSpan.Zero, out Lease<MessageView> lease, Token); left++)
                {
                    Assert.Equal(Messages.Bytes, lease.Item.Length);
                    Assert.Equal(-1, lease.Item.Span.IndexOfAnyExcept((byte)7));
                    lease.Done();
                }

                int completed = 0;
                while (messages.Results.TryTake(out _)) completed++;
                // One was answered by Done: whether that came to pass before the kill only the dead one knew.
                Assert.InRange(left + completed, Messages.Put - 1, Messages.Put);
                // As many bytes as the queue has at all: nothing of them is with the dead.
                for (int i = 0; i < Messages.Most; i++) messages.Items.Put(new byte[Messages.Bytes], s_long, Token);
                for (int i = 0; i < Messages.Most; i++) messages.Items.View(Token).Done();
                messages.Items.Join(s_long, Token);
                return Task.CompletedTask;
            },
            new FaultPointKillsOptions { Prefixes = ["lease.", "blocks.", "ring.take."] },
            Token);
        foreach (string point in (string[])["blocks.adopt.word", "lease.retake.word", "lease.done.word", "lease.return.word", "lease.complete.marked", "blocks.free.word"])
            Assert.Contains(killed, hit => hit.Name == point);
        output.WriteLine(string.Join(' ', killed));
    }

    [Fact]
    public async Task View_TakersKilled_EveryMessageHasOneResult()
    {
        string name = TestRun.NewName();
        using var items = InterprocessJoinableQueue.Create<byte[]>(name, capacity: 32, new JoinableQueueOptions { MaxAttempts = 127, MaxLeased = 16, CapacityBytes = 256 << 10 });
        using var results = InterprocessQueue.Create<int>(name + ".results", capacity: 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        try
        {
            int put = 0;
            var putting = Task.Run(
                async () =>
                {
                    for (; !stop.IsCancellationRequested; put++)
                    {
                        byte[] message = new byte[MessageProducerVerb.Sizes[put % MessageProducerVerb.Sizes.Length]];
                        message.AsSpan().Fill((byte)put);
                        BinaryPrimitives.WriteInt32LittleEndian(message, put);
                        while (!await items.TryPutAsync(message, TimeSpan.FromMilliseconds(20)))
                            if (stop.IsCancellationRequested) return;
                    }
                },
                Token);
            var taken = new List<int>();
            var taking = Task.Run(
                async () =>
                {
                    await foreach (int result in results.TakeAllAsync(Token)) taken.Add(result);
                },
                Token);
            var loop = await KillLoop.RunAsync<ViewWorkerVerb>(new KillLoopOptions { FaultPoints = s_points }, [name], Token);
            await stop.CancelAsync();
            await putting.WaitAsync(s_long, Token);
            items.Complete();
            while (await items.TryViewAsync(s_long, Token) is { } lease) await lease.CompleteAsync(results, BinaryPrimitives.ReadInt32LittleEndian(lease.Item.Span), Token);
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

    private sealed class Messages : IDisposable
    {
        internal const int Bytes = 4 << 10;
        internal const int Most = 16;
        internal const int Put = 3;

        private readonly string _name;

        internal Messages(string name)
        {
            _name = name;
            Items = InterprocessJoinableQueue.Create<byte[]>(name, capacity: Most, new JoinableQueueOptions { CapacityBytes = Bytes * Most, MaxAttempts = 10 });
            Results = InterprocessQueue.Create<int>(name + ".results");
            byte[] message = new byte[Bytes];
            message.AsSpan().Fill(7);
            for (int i = 0; i < Put; i++) Items.Put(message);
        }

        internal InterprocessJoinableQueue<byte[]> Items { get; }

        internal InterprocessQueue<int> Results { get; }

        public void Dispose()
        {
            Items.Dispose();
            Results.Dispose();
            InterprocessJoinableQueue.Remove(_name);
            InterprocessQueue.Remove(_name + ".results");
        }
    }
}
