using Multiprocessing;

namespace WordCount;

/// <summary>What each child process runs. It may be killed at any instruction: its unfinished batch goes to another worker, and no result counts twice.</summary>
public static class Worker
{
    public static void Run(
        InterprocessJoinableQueue<Batch> batches, InterprocessQueue<BatchResult> results, SharedObjects shared)
    {
        int slot = (int)shared.WorkersStarted.Increment() - 1;
        ref long progress = ref shared.Progress[slot % shared.Progress.Length];
        foreach (var job in batches.TakeAll())
        {
            if (shared.Stop.IsSet) return;
            var counts = new WordCounts();
            foreach (string file in job.Item.Files) Interlocked.Add(ref progress, counts.AddFile(file));
            shared.WordsSeen.Add(counts.Total);
            job.Complete(results, new BatchResult(job.Item.Files.Length, counts.Counts));
        }
    }
}
