using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 4: messages of 64 bytes from producers to consumers in other processes; each is numbered, the consumers check the numbers and their sum.
/// Arguments: 64 PRODUCERS CONSUMERS MESSAGES [batch].
/// </summary>
internal static class QueueThroughput
{
    internal const string ChildVerb = "queue-throughput-child";

    private const int Ready = 0, Go = 1, Sum = 2, Got = 3, LastAt = 4;
    private const int Capacity = 4096, BatchSize = 64;

    internal static int Run(string[] arguments)
    {
        int size = Number(arguments[0]), producers = Number(arguments[1]), consumers = Number(arguments[2]);
        long count = Number(arguments[3]) / producers * producers;
        string mode = arguments.Length > 4 ? arguments[4] : "one";
        if (size != 64) return size >= 1 << 16 && producers * consumers == 1 && mode == "one" ? QueueBulk.Run(size, count) : 4;
        string regionName = Names.New("region"), queueName = Names.New("queue");
        using Region region = Region.Create(regionName);
        using var queue = InterprocessQueue.Create<Message64>(queueName, Capacity, new QueueOptions { Lifetime = ObjectLifetime.UntilLastUser });
        Peer[] peers =
        [
            .. Enumerable.Range(0, consumers).Select(_ => Start("consume", 0)),
            .. Enumerable.Range(0, producers).Select(i => Start("produce", i)),
        ];
        region.AwaitQuietly(Ready, peers.Length);
        long start = Stopwatch.GetTimestamp();
        Volatile.Write(ref region[Go], 1);
        foreach (Peer peer in peers[consumers..]) peer.Join();
        for (int i = 0; i < consumers; i++) queue.Put(Message64.Of(-1));
        foreach (Peer peer in peers[..consumers]) peer.Join();
        if (region[Got] != count || region[Sum] != count * (count - 1) / 2) throw new InvalidOperationException($"{region[Got]} of {count} messages came.");
        Report.Metric($"64B {producers}p{consumers}c", "msgs/s", count / ((region[LastAt] - start) / 1e9));
        return 0;

        Peer Start(string role, int index) => Peer.Start(
            ChildVerb, regionName, queueName, role, mode, index.ToString(CultureInfo.InvariantCulture), producers.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
    }

    internal static int RunChild(string[] arguments)
    {
        using Region region = Region.Open(arguments[0]);
        using var queue = InterprocessQueue.Open<Message64>(arguments[1]);
        bool batch = arguments[3] == "batch";
        int index = Number(arguments[4]), step = Number(arguments[5]);
        long count = Number(arguments[6]);
        Warm(batch);
        Interlocked.Increment(ref region[Ready]);
        region.Await(Go, 1);
        if (arguments[2] == "produce")
        {
            if (batch) ProduceBatches(queue, index, step, count);
            else Produce(queue, index, step, count);
            return 0;
        }

        (long sum, long got) = batch ? ConsumeBatches(queue) : Consume(queue);
        long at = Stopwatch.GetTimestamp(), last = Volatile.Read(ref region[LastAt]);
        while (last < at && Interlocked.CompareExchange(ref region[LastAt], at, last) != last) last = Volatile.Read(ref region[LastAt]);
        Interlocked.Add(ref region[Sum], sum);
        Interlocked.Add(ref region[Got], got);
        return 0;
    }

    /// <summary>Both halves, on a queue of this process's own, with pauses in which the compiler's tiers settle.</summary>
    private static void Warm(bool batch)
    {
        using var own = InterprocessQueue.Create<Message64>(null, Capacity);
        LockUncontended.Warm(() =>
        {
            if (batch) ProduceBatches(own, 0, 1, 1024);
            else Produce(own, 0, 1, 1024);
            own.Put(Message64.Of(-1));
            _ = batch ? ConsumeBatches(own) : Consume(own);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Produce(InterprocessQueue<Message64> queue, long first, int step, long count)
    {
        for (long k = first; k < count; k += step) queue.Put(Message64.Of(k));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long Sum, long Got) Consume(InterprocessQueue<Message64> queue)
    {
        long sum = 0, got = 0;
        while (true)
        {
            Message64 message = queue.Take();
            if (message.First != message.Last) throw new InvalidOperationException("A message is torn.");
            if (message.First < 0) return (sum, got);
            sum += message.First;
            got++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ProduceBatches(InterprocessQueue<Message64> queue, long first, int step, long count)
    {
        Span<Message64> batch = new Message64[BatchSize];
        int filled = 0;
        for (long k = first; k < count; k += step)
        {
            batch[filled++] = Message64.Of(k);
            if (filled < BatchSize) continue;
            queue.PutMany(batch);
            filled = 0;
        }

        queue.PutMany(batch[..filled]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long Sum, long Got) ConsumeBatches(InterprocessQueue<Message64> queue)
    {
        Span<Message64> batch = new Message64[BatchSize];
        long sum = 0, got = 0;
        while (true)
        {
            int count = queue.TakeMany(batch);
            foreach (ref readonly Message64 message in batch[..count])
            {
                if (message.First != message.Last) throw new InvalidOperationException("A message is torn.");
                if (message.First < 0) return (sum, got);
                sum += message.First;
                got++;
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
