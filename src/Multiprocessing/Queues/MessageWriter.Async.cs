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
        RingStatus status = _ring.TryPutBytes(record.Record);
        bool isPut = status == RingStatus.Done
            || await AsyncWaits.Of(queue.Segment.Domain).Start(new PutRecordWait(this, record), queue.NotFull, left.Now, token).ConfigureAwait(false);
        if (isPut) record.Sent();
        return isPut;
    }

    /// <summary>An asynchronous wait for the writing end and room.</summary>
    private abstract class Wait(MessageWriter<T> owner) : PendingWait<bool>
    {
        protected MessageWriter<T> Owner { get; } = owner;

        protected abstract RingStatus TryOnce();

        protected internal override bool TryFinish()
        {
            RingStatus status;
            while ((status = TryOnce()) == RingStatus.Unmapped) Owner._ring.MapIntentSource();
            if (status == RingStatus.Full)
            {
                Owner._ring.LookAtPeer();
                status = TryOnce();
            }

            return Owner.IsPut(status);
        }

        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point) => Owner._ring.AnnounceForRoom();

        protected override bool Conclude(bool finished) => finished;
    }

    private sealed class PutWait(MessageWriter<T> owner) : Wait(owner)
    {
        private T _item = default!;

        internal T Item
        {
            set => _item = value;
        }

        protected override RingStatus TryOnce() => Owner._ring.PutOrAsk(in _item);

        protected override void Recycle()
        {
            _item = default!;
            Volatile.Write(ref Owner._putWait, this);
        }
    }

    private sealed class PutRecordWait(MessageWriter<T> owner, OutgoingRecord record) : Wait(owner)
    {
        protected override RingStatus TryOnce() => Owner._ring.PutBytesOrAsk(record.Record);
    }
}
