using System.Diagnostics;
using Multiprocessing;

namespace WordCount;

/// <summary>Counts the files with child processes that add what they find to one dictionary, which this process serves.</summary>
public sealed class ManagerCount(Options options, IReadOnlyList<FileInfo> files) : ICount
{
    /// <inheritdoc/>
    public WordCounts Counts { get; } = new();

    /// <inheritdoc/>
    public int Files { get; private set; }

    /// <inheritdoc/>
    public int Killed => 0;

    /// <inheritdoc/>
    public TimeSpan Elapsed { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        DirectoryInfo directory = Directory.CreateTempSubdirectory("wordcount-");
        try
        {
            await CountAsync($"unix:{directory.FullName}/counts.sock", stop);
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
    }

    private async Task CountAsync(string address, CancellationToken stop)
    {
        // The socket takes processes of this user alone, so no authkey is needed.
        await using ManagerServer server = await ManagerServer.StartAsync(address, static m => m.AddDictionary<string, long>(ManagerWorker.Counts), cancellationToken: stop);
        using var batches = InterprocessJoinableQueue.Create<Batch>();
        using var shared = SharedObjects.Create(options.Workers);
        await using var workers = ChildProcess.StartMany(options.Workers, ManagerWorker.RunAsync, batches, address, shared, new ChildOptions { Name = "wordcount" });
        batches.CompleteWhen(batches.PutAllAsync(Batch.Of(files, options.Repeat, options.Workers), stop));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var stopping = stop.Register(shared.Stop.Set);
        Task showing = new Display(shared, files.Sum(static file => file.Length) * options.Repeat).RunAsync(ended.Token);
        await workers.WhenAllEnded();
        await ended.CancelAsync();
        await showing;
        stop.ThrowIfCancellationRequested();

        await using Manager manager = await Manager.ConnectAsync(address, cancellationToken: stop);
        // One call, and what was there at once.
        Counts.Add(await manager.GetDictionary<string, long>(ManagerWorker.Counts).SnapshotAsync(stop));
        Files = (int)shared.FilesDone.Value;
    }
}
