using Multiprocessing;

namespace WordCount;

/// <summary>What each child process runs with <c>--manager</c>: one call adds all words of a batch, in one step.</summary>
public static class ManagerWorker
{
    /// <summary>The dictionary's name.</summary>
    public const string Counts = "counts";

    public static async Task RunAsync(InterprocessJoinableQueue<Batch> batches, string address, SharedObjects shared)
    {
        await using Manager manager = await Manager.ConnectAsync(address);
        ISharedDictionary<string, long> counts = manager.GetDictionary<string, long>(Counts);
        int slot = (int)shared.WorkersStarted.Increment() - 1;
        foreach (var job in batches.TakeAll())
        {
            if (shared.Stop.IsSet) return;
            var found = new WordCounts();
            foreach (string file in job.Item.Files) Interlocked.Add(ref shared.Progress[slot % shared.Progress.Length], found.AddFile(file));
            shared.WordsSeen.Add(found.Total);
            await counts.IncrementRangeAsync(found.Counts);
            shared.FilesDone.Add(job.Item.Files.Length);
            job.Done();
        }
    }
}
