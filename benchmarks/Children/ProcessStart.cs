using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Children;

/// <summary>
/// From before the start until the child's first line of user code, and until it was reaped. Variants: none (ChildProcess), <c>arguments</c> (the same with a number and a shared lock), <c>hello</c>
/// (the limit: a bare program, whose first line is in Main), <c>warm</c> (WarmHosts).
/// </summary>
internal static class ProcessStart
{
    private const int Samples = 15;

    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["warm"]) return await RunWarmAsync();
        using var shared = InterprocessLock.Create();
        long[] first = new long[Samples], exit = new long[Samples];
        for (int i = -1; i < Samples; i++)
        {
            long start = Stopwatch.GetTimestamp();
            long at = arguments switch
            {
                ["hello"] => await HelloAsync(),
                ["arguments"] => await ChildAsync(i, shared),
                _ => await ChildAsync(),
            };
            if (i < 0) continue;
            first[i] = at - start;
            exit[i] = Stopwatch.GetTimestamp() - start;
        }

        Metric("to first line p50", "ms", Median(first) / 1e6);
        Metric("to exit p50", "ms", Median(exit) / 1e6);
        return 0;
    }

    private static async Task<long> ChildAsync()
    {
        await using var child = ChildProcess.Start(static () => Stopwatch.GetTimestamp());
        return await child;
    }

    private static async Task<long> ChildAsync(int number, InterprocessLock shared)
    {
        await using var child = ChildProcess.Start(static (_, _) => Stopwatch.GetTimestamp(), number, shared);
        return await child;
    }

    private static async Task<long> HelloAsync()
    {
        string hello = AppContext.BaseDirectory.Replace("Children", "Hello", StringComparison.Ordinal) + "Hello";
        using Process process = Process.Start(new ProcessStartInfo(hello) { RedirectStandardOutput = true })!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child said nothing.");
        await process.WaitForExitAsync();
        return long.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<int> RunWarmAsync()
    {
        await using var hosts = await WarmHosts.StartAsync(2);
        long[] first = new long[Samples];
        for (int i = -2; i < Samples; i++)
        {
            // A used host is replaced by a new one; the sample is about a host that is there.
            while (hosts.ReadyCount < hosts.Count) Thread.Sleep(1);
            long start = Stopwatch.GetTimestamp();
            await using var child = hosts.Start(static () => Stopwatch.GetTimestamp());
            long at = await child;
            if (i >= 0) first[i] = at - start;
        }

        Metric("warm to first line p50", "ms", Median(first) / 1e6);
        return 0;
    }

    private static void Metric(string name, string unit, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"metric\":\"{name}\",\"unit\":\"{unit}\",\"value\":{value:G6}}}"));

    private static double Median(long[] samples)
    {
        Array.Sort(samples);
        return samples[samples.Length / 2];
    }
}
