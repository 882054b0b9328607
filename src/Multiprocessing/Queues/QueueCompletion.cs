using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>Completing a queue of any kind.</summary>
internal static class QueueCompletion
{
    internal static void Complete(QueueSegment queue, string? error)
    {
        var limit = WaitLimit.Infinite(queue.Segment.Domain);
        try
        {
            while (true)
            {
                RingStatus status = queue.Ring.Complete(error, ref limit);
                if (status is RingStatus.Done or RingStatus.Completed) return;
                if (status == RingStatus.Unmapped) queue.Ring.MapIntentSource();
            }
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>The queue stays open for that, also when its user disposes it meanwhile: the promise was given.</summary>
    internal static void CompleteWhen(QueueSegment queue, Task task)
    {
        queue.AddUse();
        task.ContinueWith(
            static (ended, state) =>
            {
                var queue = (QueueSegment)state!;
                try
                {
                    Complete(queue, ended.IsFaulted ? TextOf(ended.Exception.InnerException ?? ended.Exception) : ended.IsCanceled ? "The task that it waited for was cancelled." : null);
                }
                finally
                {
                    queue.Release();
                }
            },
            queue, CancellationToken.None, TaskContinuationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    internal static string TextOf(Exception error) => $"{error.GetType().FullName}: {error.Message}";
}
