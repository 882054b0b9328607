using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

internal sealed partial class MessageReader<T>
{
    private TakeWait? _takeWait;

    /// <summary>Takes an item without blocking a thread. <see cref="RingStatus.Empty"/>: there was none in that time.</summary>
    internal ValueTask<Taken<T>> TakeAsync(TimeSpan timeout, CancellationToken token)
    {
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<Taken<T>>(token);
        TakeWait wait = Interlocked.Exchange(ref _takeWait, null) ?? new TakeWait(this);
        return AsyncWaits.Of(queue.Segment.Domain).Start(wait, queue.NotEmpty, timeout, token);
    }

    /// <summary>An asynchronous wait for the reading end and a record. The hub takes the record; the awaiting side reads the message.</summary>
    private sealed class TakeWait(MessageReader<T> owner) : PendingWait<Taken<T>>
    {
        private readonly byte[] _record = owner._tellsLength ? new byte[owner._ring.Stride] : [];
        private T _item = default!;
        private int _length;
        private RingStatus _status;

        protected internal override bool TryFinish()
        {
            Take();
            if (_status == RingStatus.Empty)
            {
                owner._ring.LookAtPeer();
                Take();
            }

            return _status is RingStatus.Done or RingStatus.Completed;
        }

        private void Take() => _status = owner._tellsLength ? owner._ring.TakeBytesOrAsk(_record, out _length) : owner._ring.TakeOrAsk(out _item);

        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point) => _ = WaitPoint.AnnounceHeavily(ref memory, ref point);

        protected override Taken<T> Conclude(bool finished)
        {
            if (!finished) return new Taken<T>(RingStatus.Empty, default!);
            return new Taken<T>(_status, _status == RingStatus.Done && owner._tellsLength ? owner.Decode(_record.AsSpan(0, _length)) : _item);
        }

        protected override void Recycle()
        {
            _item = default!;
            Volatile.Write(ref owner._takeWait, this);
        }
    }
}
