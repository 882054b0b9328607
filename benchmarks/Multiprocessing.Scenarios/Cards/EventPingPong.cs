using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 3: A signals B, B answers; one clock pair a round. Arguments: [rounds = 15000] [<c>sync</c> | <c>async</c> | <c>async N</c>: with N further waits pending].
/// </summary>
internal static class EventPingPong
{
    internal const string ChildVerb = "event-pingpong-child";

    internal static int Run(string[] arguments)
    {
        int rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 15_000;
        string mode = arguments.Length > 1 ? arguments[1] : "sync";
        int pending = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 0;
        string a = Names.New("ping"), b = Names.New("pong");
        using var ping = InterprocessAutoResetEvent.Create(a, options: Names.Ephemeral);
        using var pong = InterprocessAutoResetEvent.Create(b, options: Names.Ephemeral);
        using Peer peer = Peer.Start(ChildVerb, a, b, mode, pending.ToString(CultureInfo.InvariantCulture));
        pong.Wait(TimeSpan.FromSeconds(60));
        using var others = new PendingWaits(pending);
        long[] samples = mode == "sync" ? Sync(ping, pong, rounds) : AsyncRounds(ping, pong, rounds).GetAwaiter().GetResult();
        peer.Kill();
        Report.Percentiles("round trip ", "us", 1e3, samples);
        return 0;
    }

    internal static int RunChild(string[] arguments)
    {
        using var ping = InterprocessAutoResetEvent.Open(arguments[0]);
        using var pong = InterprocessAutoResetEvent.Open(arguments[1]);
        using var others = new PendingWaits(int.Parse(arguments[3], CultureInfo.InvariantCulture));
        pong.Set();
        if (arguments[2] == "sync") Answer(ping, pong);
        else AnswerAsync(ping, pong).GetAwaiter().GetResult();
        return 0;
    }

    private static long[] Sync(InterprocessAutoResetEvent ping, InterprocessAutoResetEvent pong, int rounds)
    {
        var samples = new long[rounds];
        for (int i = -rounds / 2; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ping.Set();
            pong.Wait();
            if (i >= 0) samples[i] = Stopwatch.GetTimestamp() - start;
        }

        return samples;
    }

    private static async Task<long[]> AsyncRounds(InterprocessAutoResetEvent ping, InterprocessAutoResetEvent pong, int rounds)
    {
        var samples = new long[rounds];
        for (int i = -rounds / 2; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            ping.Set();
            await pong.WaitAsync().ConfigureAwait(false);
            if (i >= 0) samples[i] = Stopwatch.GetTimestamp() - start;
        }

        return samples;
    }

    // The parent ends this process when it has its samples.
    private static void Answer(InterprocessAutoResetEvent ping, InterprocessAutoResetEvent pong)
    {
        while (true)
        {
            ping.Wait();
            pong.Set();
        }
    }

    private static async Task AnswerAsync(InterprocessAutoResetEvent ping, InterprocessAutoResetEvent pong)
    {
        while (true)
        {
            await ping.WaitAsync().ConfigureAwait(false);
            pong.Set();
        }
    }

    /// <summary>Asynchronous waits that nobody ends, beside those that are measured.</summary>
    private sealed class PendingWaits : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly InterprocessManualResetEvent? _never;
        private readonly Task[] _waits;

        internal PendingWaits(int count)
        {
            if (count > 0) _never = InterprocessManualResetEvent.Create();
            _waits = [.. Enumerable.Range(0, count).Select(_ => _never!.WaitAsync(_end.Token).AsTask())];
        }

        public void Dispose()
        {
            _end.Cancel();
            Task.WhenAll(_waits).ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
            _never?.Dispose();
            _end.Dispose();
        }
    }
}
