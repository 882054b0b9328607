using Multiprocessing.Queues;

namespace Multiprocessing;

public sealed partial class InterprocessJoinableQueue<T>
{
    /// <summary>Says that nothing more comes: puts are refused from now on, and takers find the end after the last item. The second time it does nothing.</summary>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Complete()
    {
        ThrowIfDisposed();
        QueueCompletion.Complete(_queue, null);
    }

    /// <summary>Says that nothing more comes, since something went wrong: takers get <see cref="QueueCompletedException"/> after the last item.</summary>
    /// <param name="error">What went wrong. At most 1020 bytes of it are kept.</param>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Complete(string error)
    {
        ArgumentException.ThrowIfNullOrEmpty(error);
        ThrowIfDisposed();
        QueueCompletion.Complete(_queue, error);
    }

    /// <summary>Says that nothing more comes, since something went wrong: takers get <see cref="QueueCompletedException"/> after the last item.</summary>
    /// <param name="error">What went wrong. Its type and message are kept, at most 1020 bytes.</param>
    /// <exception cref="SegmentCorruptException">The queue's memory was damaged.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Complete(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Complete(QueueCompletion.TextOf(error));
    }

    /// <summary>Completes the queue when the task ends, with the task's error if it fails. Returns at once.</summary>
    /// <param name="task">For example the end of all that put: <c>workers.WhenAllEnded()</c>.</param>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void CompleteWhen(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        ThrowIfDisposed();
        QueueCompletion.CompleteWhen(_queue, task);
    }
}
