using System.Diagnostics;
using Multiprocessing;

namespace WordCount;

/// <summary>Counts the files with child processes. The result is exact, whichever of them are killed on the way.</summary>
public sealed class ParallelCount(Options options, IReadOnlyList<FileInfo> files) : ICount
{
    /// <summary>The counts.</summary>
    public WordCounts Counts { get; } = new();

    /// <summary>How many files were counted, each as often as it was.</summary>
    public int Files { get; private set; }

    /// <summary>How many workers were killed.</summary>
    public int Killed { get; private set; }

    /// <summary>How long it took, the starts of the processes included.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Runs to the end, or until the token stops it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        using var batches = InterprocessJoinableQueue.Create<Batch>(options: new JoinableQueueOptions { MaxAttempts = options.Chaos + 1 });
        using var results = InterprocessQueue.Create<BatchResult>();
        using var shared = SharedObjects.Create(options.Workers);

        await using var workers = ChildProcess.StartMany(
            options.Workers, Worker.Run, batches, results, shared, new ChildOptions { Name = "wordcount", Restart = options.Chaos > 0 ? Restart.OnCrash(options.Chaos) : Restart.Never });
        batches.CompleteWhen(batches.PutAllAsync(Batch.Of(files, options.Repeat, options.Workers), stop));
        results.CompleteWhen(workers.WhenAllEnded());

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var stopping = stop.Register(shared.Stop.Set);
        Task killing = KillSomeAsync(workers, shared.Stop, ended.Token);
        var display = new Display(shared, files.Sum(static file => file.Length) * options.Repeat);
        Task showing = display.RunAsync(ended.Token);

        await foreach (BatchResult result in results.TakeAllAsync(stop))
        {
            Counts.Add(result.Counts);
            Files += result.Files;
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
        await ended.CancelAsync();
        await Task.WhenAll(killing, showing);
    }

    /// <summary>Kills workers at moments that nobody chose, until there have been enough.</summary>
    private async Task KillSomeAsync(ChildGroup workers, InterprocessManualResetEvent stop, CancellationToken ended)
    {
        try
        {
            while (Killed < options.Chaos && !await stop.TryWaitAsync(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 200)), ended))
            {
                ChildProcess[] living = [.. workers.Where(static worker => !worker.HasExited)];
                if (living.Length == 0) return;
                if (TryKill(living[Random.Shared.Next(living.Length)].Id)) Killed++;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // All results are in: there is nobody left to kill.
        }
    }

    /// <summary>SIGKILL from outside, as the kernel's out-of-memory killer does it. (<c>worker.Kill()</c> would be this program's own wish, after which no other is started.)</summary>
    private static bool TryKill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
