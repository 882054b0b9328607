using System.Buffers.Binary;
using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Queues;

/// <summary>Takers of a plain queue are killed in real processes: what one has taken is its own, and of all else nothing is lost, doubled or damaged.</summary>
public sealed class QueueTakerKillTests(ITestOutputHelper output)
{
    private const int MessagesMax = 1 << 20;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static readonly string[] s_points =
    [
        "ring.take.claimed", "ring.take.copied", "ring.take.adopted", "ring.take.committed", "ring.take.released", "blocks.adopt.word", "blocks.free.word", "blocks.sweep.word",
        "ring.room.taken", "waitpoint.waking",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_TakersKilled_EachMessageOnceAndAtMostOneLostByEachDeath()
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<byte[]>(name, capacity: 16, new QueueOptions { CapacityBytes = 4 << 20 });
        using var seen = SharedArray.Create<int>(name + ".seen", MessagesMax);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        try
        {
            int put = 0;
            var putting = Task.Run(
                async () =>
                {
                    for (; put < MessagesMax && !stop.IsCancellationRequested; put++)
                    {
                        byte[] message = new byte[MessageProducerVerb.Sizes[put % MessageProducerVerb.Sizes.Length]];
                        message.AsSpan().Fill((byte)put);
                        BinaryPrimitives.WriteInt32LittleEndian(message, put);
                        try
                        {
                            await queue.PutAsync(message, stop.Token);
                        }
                        catch (OperationCanceledException)
                        {
                            return;
                        }
                    }
                },
                Token);
            var loop = await KillLoop.RunAsync<MessageConsumerVerb>(new KillLoopOptions { FaultPoints = s_points, FaultPassesMax = 100 }, [name, name + ".seen"], Token);
            await stop.CancelAsync();
            await putting.WaitAsync(s_long, Token);
            queue.Complete();
            await foreach (byte[] message in queue.TakeAllAsync(Token)) Interlocked.Increment(ref seen[BinaryPrimitives.ReadInt32LittleEndian(message)]);
            int lost = seen.AsSpan()[..put].Count(0);
            output.WriteLine($"{loop with { Reports = [] }}; {put} put, {lost} lost with their takers; reports {string.Join(' ', loop.Reports)}");
            Assert.Contains(loop.Reports, static taken => long.Parse(taken, CultureInfo.InvariantCulture) > 0);
            Assert.Equal(-1, seen.AsSpan()[..put].IndexOfAnyExceptInRange(0, 1));
            Assert.InRange(lost, 0, loop.Kills + loop.OwnKills);
        }
        finally
        {
            InterprocessQueue.Remove(name);
            SharedArray.Remove(name + ".seen");
        }
    }

    /// <summary>A taker of a large message is killed at each of its steps: afterwards all the blocks can be had again.</summary>
    [Fact]
    public async Task Take_KilledAtEachFaultPoint_BlocksComeBack()
    {
        var killed = await FaultPointKills.RunAsync<TakeOneVerb, Messages>(
            static name => new Messages(name),
            static async (process, messages) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("go");
                await process.ExpectAsync("taken", Token);
                await process.SendAsync("end");
            },
            static (messages, hit) =>
            {
                while (messages.Queue.TryTake(out byte[]? rest)) Assert.Equal(-1, rest.AsSpan().IndexOfAnyExcept((byte)7));
                // As many bytes as the queue has at all: nothing of them is with the dead.
                for (int i = 0; i < Messages.Most; i++) messages.Queue.Put(new byte[Messages.Bytes], s_long, Token);
                for (int i = 0; i < Messages.Most; i++) Assert.Equal(Messages.Bytes, messages.Queue.Take(s_long, Token).Length);

                return Task.CompletedTask;
            },
            new FaultPointKillsOptions { Prefixes = ["ring.take.", "blocks."] },
            Token);
        Assert.Contains(killed, static hit => hit.Name == "blocks.free.word");
        output.WriteLine(string.Join(' ', killed));
    }

    private sealed class Messages : IDisposable
    {
        internal const int Bytes = 4 << 10;
        internal const int Most = 16;

        private readonly string _name;

        internal Messages(string name)
        {
            _name = name;
            Queue = InterprocessQueue.Create<byte[]>(name, capacity: Most, new QueueOptions { CapacityBytes = Bytes * Most });
            byte[] message = new byte[Bytes];
            message.AsSpan().Fill(7);
            Queue.Put(message);
            Queue.Put(message);
        }

        internal InterprocessQueue<byte[]> Queue { get; }

        public void Dispose()
        {
            Queue.Dispose();
            InterprocessQueue.Remove(_name);
        }
    }
}
