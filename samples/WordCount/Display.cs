using System.Globalization;
using Spectre.Console;

namespace WordCount;

/// <summary>A progress bar for each worker, read from shared memory: plain lines where the output is not a terminal.</summary>
public sealed class Display(SharedObjects shared, long bytesTotal)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows until the token ends it.</summary>
    public Task RunAsync(CancellationToken ended) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? ShowBarsAsync(ended) : ShowLinesAsync(ended);

    private async Task ShowBarsAsync(CancellationToken ended)
    {
        int workers = (int)shared.Progress.Length;
        await AnsiConsole.Progress().HideCompleted(false).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()).StartAsync(async context =>
        {
            ProgressTask[] bars = [.. Enumerable.Range(1, workers).Select(i => context.AddTask($"worker {i}", maxValue: (double)bytesTotal / workers))];
            ProgressTask whole = context.AddTask("all", maxValue: bytesTotal);
            using var timer = new PeriodicTimer(s_interval);
            do
            {
                for (int i = 0; i < workers; i++) bars[i].Value = Volatile.Read(ref shared.Progress[i]);
                whole.Value = Sum();
            }
            while (await NextAsync(timer, ended));
        });
    }

    private async Task ShowLinesAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await NextAsync(timer, ended))
        {
            string share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * Sum() / Math.Max(1, bytesTotal):0} %");
            string each = string.Join(", ", Enumerable.Range(0, (int)shared.Progress.Length).Select(i => $"worker {i + 1}: {Volatile.Read(ref shared.Progress[i]) >> 20} MB"));
            Console.WriteLine($"{share} of {bytesTotal >> 20} MB; {each}");
        }
    }

    private long Sum()
    {
        long sum = 0;
        for (long i = 0; i < shared.Progress.Length; i++) sum += Volatile.Read(ref shared.Progress[i]);
        return sum;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ended)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ended);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
