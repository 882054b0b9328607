using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Scenarios.Measuring;

/// <summary>The parts of the card rpc, measured alike for all that call another process.</summary>
/// <param name="milliseconds">How long each part is measured.</param>
internal sealed class RpcParts(int milliseconds)
{
    /// <summary>Callers at a time, and calls under way of one that does not wait for each.</summary>
    internal const int Callers = 64;

    private const int WarmStepsMin = 3;
    private const int WarmStepsMax = 12;
    private const double SettledGain = 1.08;

    internal static string Text { get; } = new('x', 1024);

    /// <summary>One thread, one call at a time.</summary>
    internal void One(IBlockingCaller caller)
    {
        Time("add ", () => caller.Add(1));
        Time("echo1k ", () => caller.Echo(Text));
    }

    /// <summary>One task, one call at a time.</summary>
    internal async Task OneAsync(ICaller caller)
    {
        await TimeAsync("add ", async () => await caller.AddAsync(1).ConfigureAwait(false));
        await TimeAsync("echo1k ", async () => await caller.EchoAsync(Text).ConfigureAwait(false));
    }

    /// <summary>64 tasks, each of which awaits its answer before its next call.</summary>
    internal async Task TasksAsync(ICaller caller)
    {
        double best = 0;
        for (int step = 0; step < WarmStepsMax; step++)
        {
            double rate = await TogetherAsync(caller);
            if (step >= WarmStepsMin && rate < best * SettledGain) break;
            best = Math.Max(best, rate);
        }

        Report.Metric("add x64", "calls/s", await TogetherAsync(caller));
    }

    /// <summary>One task that makes 64 calls before it awaits the first.</summary>
    internal async Task PipelinedAsync(ICaller caller)
    {
        await PipelineAsync(caller);
        Report.Metric("add pipelined", "calls/s", await PipelineAsync(caller));
    }

    /// <summary>64 threads, each of which waits for its answer.</summary>
    internal void Threads(Func<int, IBlockingCaller> callerOf)
    {
        IBlockingCaller[] callers = [.. Enumerable.Range(0, Callers).Select(callerOf)];
        Crowd(callers);
        (int[] counts, double seconds, long[] samples) = Crowd(callers);
        Report.Metric("add x64 threads", "calls/s", counts.Sum() / seconds);
        Report.Metric("add x64 threads fairness", "min/max", (double)counts.Min() / counts.Max());
        Report.Percentiles("add x64 threads ", "us", 1e3, samples);
    }

    /// <summary>Times something that ends on this thread, warmed up before.</summary>
    internal void Time(string name, Action call)
    {
        var samples = new long[1_000_000];
        Repeat(samples, call);
        int count = Repeat(samples, call);
        Report.Metric(name + "x1", "calls/s", count * 1000.0 / milliseconds);
        Report.Percentiles(name, "us", 1e3, samples[..count]);
    }

    /// <summary>Times something that is awaited, warmed up before.</summary>
    internal async Task TimeAsync(string name, Func<Task> call)
    {
        var samples = new long[1_000_000];
        await RepeatAsync(samples, call);
        int count = await RepeatAsync(samples, call);
        Report.Metric(name + "x1", "calls/s", count * 1000.0 / milliseconds);
        Report.Percentiles(name, "us", 1e3, samples[..count]);
    }

    private int Repeat(long[] samples, Action call)
    {
        int count = 0;
        for (long begin = Stopwatch.GetTimestamp(); count < samples.Length && Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds; count++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            samples[count] = Stopwatch.GetTimestamp() - start;
        }

        return count;
    }

    private async Task<int> RepeatAsync(long[] samples, Func<Task> call)
    {
        int count = 0;
        for (long begin = Stopwatch.GetTimestamp(); count < samples.Length && Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds; count++)
        {
            long start = Stopwatch.GetTimestamp();
            await call().ConfigureAwait(false);
            samples[count] = Stopwatch.GetTimestamp() - start;
        }

        return count;
    }

    private async Task<double> TogetherAsync(ICaller caller)
    {
        long begin = Stopwatch.GetTimestamp();
        long until = begin + (milliseconds * Stopwatch.Frequency / 1000);
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            int count = 0;
            for (; Stopwatch.GetTimestamp() < until; count++) await caller.AddAsync(1).ConfigureAwait(false);
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once; that they are made before the first is awaited is what is measured.")]
    private async Task<double> PipelineAsync(ICaller caller)
    {
        var calls = new ValueTask<long>[Callers];
        long begin = Stopwatch.GetTimestamp();
        long until = begin + (milliseconds * Stopwatch.Frequency / 1000);
        long count = 0;
        for (; Stopwatch.GetTimestamp() < until; count += calls.Length)
        {
            for (int i = 0; i < calls.Length; i++) calls[i] = caller.AddAsync(1);
            foreach (ValueTask<long> call in calls) await call.ConfigureAwait(false);
        }

        return count / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private (int[] Counts, double Seconds, long[] Samples) Crowd(IBlockingCaller[] callers)
    {
        const int SamplesMax = 50_000;
        const int StackSize = 256 * 1024;
        int[] counts = new int[callers.Length];
        long[][] samples = [.. callers.Select(static _ => new long[SamplesMax])];
        long begin = 0, until = 0;
        using var start = new Barrier(callers.Length, _ =>
        {
            begin = Stopwatch.GetTimestamp();
            until = begin + (milliseconds * Stopwatch.Frequency / 1000);
        });
        Thread[] threads = [.. Enumerable.Range(0, callers.Length).Select(i => new Thread(() =>
        {
            int count = 0;
            start.SignalAndWait();
            long now = Stopwatch.GetTimestamp();
            do
            {
                callers[i].Add(1);
                long end = Stopwatch.GetTimestamp();
                if (count < SamplesMax) samples[i][count] = end - now;
                count++;
                now = end;
            }
            while (now < until);

            counts[i] = count;
        }, StackSize))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return (counts, seconds, [.. samples.SelectMany((own, i) => own.Take(Math.Min(counts[i], SamplesMax)))]);
    }
}
