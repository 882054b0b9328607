using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

internal sealed partial class MessageWriter<T>
{
    private PutWait? _putWait;

    /// <summary>Puts the item without blocking a thread. False: there was no room in that time.</summary>
    internal ValueTask<bool> TryPutAsync(T item, TimeSpan timeout, CancellationToken token)
    {
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<bool>(token);
        if (_tellsLength) return PutRecordAsync(item, timeout, token);
        PutWait wait = Interlocked.Exchange(ref _putWait, null) ?? new PutWait(this);
        wait.Item = item;
        return AsyncWaits.Of(queue.Segment.Domain).Start(wait, queue.NotFull, timeout, token);
    }

    /// <summary>As <see cref="TryPutAsync"/>, with an exception when there was no room.</summary>
    internal async ValueTask PutAsync(T item, TimeSpan timeout, CancellationToken token)
    {
        if (!await TryPutAsync(item, timeout, token).ConfigureAwait(false)) throw TimedOut(timeout);
    }

    private async ValueTask<bool> PutRecordAsync(T item, TimeSpan timeout, CancellationToken token)
    {
        var left = new TimeLeft(timeout);
        using OutgoingRecord record = OutgoingRecord.Rent(queue);
        record.Write(codec, in item);
        if (!await record.PlaceAsync(codec, item, left, token).ConfigureAwait(false)) return false;
        if (!await OutgoingWait.PutAsync(queue, record.Record, left.Now, token).ConfigureAwait(false)) return false;
        record.Sent();
        return true;
    }

    private sealed class PutWait(MessageWriter<T> owner) : OutgoingWait(owner.Queue)
    {
        private T _item = default!;

        internal T Item
        {
            set => _item = value;
        }

        protected override RingStatus PutOrAsk() => Ring.PutOrAsk(in _item);

        protected override void Recycle()
        {
            _item = default!;
            Volatile.Write(ref owner._putWait, this);
        }
    }
}
