using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 4 with large messages: numbered in their first and last 8 bytes, copied in from private memory by the producer and out to it by the consumer.
/// Arguments: SIZE 1 1 MESSAGES.
/// </summary>
internal static class QueueBulk
{
    internal const string ChildVerb = "queue-bulk-child";

    private const int Ready = 0, Go = 1, Sum = 2, Got = 3, LastAt = 4;
    private const int Capacity = 8, WarmRounds = 14, WarmMessages = 300;

    internal static int Run(int size, long count)
    {
        string regionName = Names.New("region"), queueName = Names.New("queue");
        using Region region = Region.Create(regionName);
        using var queue = InterprocessQueue.Create<byte[]>(queueName, Capacity, new QueueOptions { CapacityBytes = (long)Capacity * size, Lifetime = ObjectLifetime.UntilLastUser });
        Peer[] peers = [.. ((string[])["consume", "produce"]).Select(role => Peer.Start(
            ChildVerb, regionName, queueName, role, size.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)))];
        region.AwaitQuietly(Ready, peers.Length);
        long start = Stopwatch.GetTimestamp();
        Volatile.Write(ref region[Go], 1);
        foreach (Peer peer in peers) peer.Join();
        if (region[Got] != count || region[Sum] != count * (count - 1) / 2) throw new InvalidOperationException($"{region[Got]} of {count} messages came.");
        Report.Metric($"{size >> 20}MiB 1p1c", "GB/s", count * size / (double)(region[LastAt] - start));
        return 0;
    }

    internal static int RunChild(string[] arguments)
    {
        using Region region = Region.Open(arguments[0]);
        using var queue = InterprocessQueue.Open<byte[]>(arguments[1]);
        Span<byte> message = Aligned(int.Parse(arguments[3], CultureInfo.InvariantCulture));
        message.Fill(7);
        long count = long.Parse(arguments[4], CultureInfo.InvariantCulture);
        bool produces = arguments[2] == "produce";
        // The two warm each other up, over the very queue: its pages have been touched by both when it counts. In the pauses the compiler's tiers settle.
        for (int i = 0; i < WarmRounds; i++)
        {
            if (produces) Produce(queue, message, WarmMessages);
            else Consume(queue, message);
            Thread.Sleep(60);
        }

        Interlocked.Increment(ref region[Ready]);
        region.Await(Go, 1);
        if (produces)
        {
            Produce(queue, message, count);
            return 0;
        }

        (region[Sum], region[Got]) = Consume(queue, message);
        region[LastAt] = Stopwatch.GetTimestamp();
        return 0;
    }

    /// <summary>Private memory as the rival has it, at the beginning of a line.</summary>
    private static Span<byte> Aligned(int size)
    {
        byte[] memory = GC.AllocateUninitializedArray<byte>(size + 64, pinned: true);
        return memory.AsSpan((int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & 63), size);
    }

    private static void Produce(InterprocessQueue<byte[]> queue, Span<byte> message, long count)
    {
        for (long k = 0; k < count; k++) Put(queue, message, k);
        Put(queue, message, -1);
    }

    private static void Put(InterprocessQueue<byte[]> queue, Span<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, number);
        BinaryPrimitives.WriteInt64LittleEndian(message[^sizeof(long)..], number);
        queue.Put(message);
    }

    private static (long Sum, long Got) Consume(InterprocessQueue<byte[]> queue, Span<byte> message)
    {
        for (long sum = 0, got = 0; ; got++)
        {
            using (MessageView view = queue.View()) view.Span.CopyTo(message);
            long first = BinaryPrimitives.ReadInt64LittleEndian(message), last = BinaryPrimitives.ReadInt64LittleEndian(message[^sizeof(long)..]);
            if (first != last) throw new InvalidOperationException("A message is torn.");
            if (first < 0) return (sum, got);
            sum += first;
        }
    }
}
