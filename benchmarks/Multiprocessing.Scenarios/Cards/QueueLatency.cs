using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// A message there and a message back, one at a time, each born in its block (Reserve) and read in it (View): what a size costs that nobody copies.
/// Arguments: SIZE [rounds = 20000].
/// </summary>
internal static class QueueLatency
{
    internal const string ChildVerb = "queue-latency-child";

    private const int Capacity = 8;
    private static readonly TimeSpan WarmTime = TimeSpan.FromSeconds(1);

    internal static int Run(string[] arguments)
    {
        int size = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        int rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 20_000;
        string there = Names.New("there"), back = Names.New("back");
        var options = new QueueOptions { CapacityBytes = Math.Max(1 << 16, (long)Capacity * size), Lifetime = ObjectLifetime.UntilLastUser };
        using var requests = InterprocessQueue.Create<byte[]>(there, Capacity, options);
        using var answers = InterprocessQueue.Create<byte[]>(back, Capacity, options);
        using Peer peer = Peer.Start(ChildVerb, there, back);
        var samples = new long[rounds];
        long warm = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warm) < WarmTime) RoundTrip(requests, answers, size, -1);
        for (int i = 0; i < rounds; i++) samples[i] = RoundTrip(requests, answers, size, i);

        requests.Complete();
        peer.Join();
        Report.Percentiles("round trip ", "us", 1e3, samples);
        return 0;
    }

    private static long RoundTrip(InterprocessQueue<byte[]> requests, InterprocessQueue<byte[]> answers, int size, long number)
    {
        long start = Stopwatch.GetTimestamp();
        Send(requests, size, number);
        using (MessageView answer = answers.View()) Number(answer, size);
        return Stopwatch.GetTimestamp() - start;
    }

    internal static int RunChild(string[] arguments)
    {
        using var requests = InterprocessQueue.Open<byte[]>(arguments[0]);
        using var answers = InterprocessQueue.Open<byte[]>(arguments[1]);
        while (requests.TryView(Timeout.InfiniteTimeSpan, out MessageView? request))
        {
            int size = request.Length;
            long number = Number(request, size);
            request.Dispose();
            Send(answers, size, number);
        }

        return 0;
    }

    private static void Send(InterprocessQueue<byte[]> queue, int size, long number)
    {
        using ReservedMessage message = queue.Reserve(size);
        BinaryPrimitives.WriteInt64LittleEndian(message.Span, number);
        BinaryPrimitives.WriteInt64LittleEndian(message.Span[^sizeof(long)..], number);
        message.Commit();
    }

    private static long Number(MessageView message, int size)
    {
        long first = BinaryPrimitives.ReadInt64LittleEndian(message.Span), last = BinaryPrimitives.ReadInt64LittleEndian(message.Span[^sizeof(long)..]);
        return message.Length == size && first == last ? first : throw new InvalidOperationException("A message is torn.");
    }
}
