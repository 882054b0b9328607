using Multiprocessing.Memory;

namespace Multiprocessing.Queues;

internal sealed partial class MessageReader<T>
{
    private TakeWait? _takeWait;

    /// <summary>Takes an item without blocking a thread. <see cref="RingStatus.Empty"/>: there was none in that time.</summary>
    internal ValueTask<TakeOutcome<T>> TakeAsync(TimeSpan timeout, CancellationToken token)
    {
        if (token.IsCancellationRequested) return ValueTask.FromCanceled<TakeOutcome<T>>(token);
        TakeWait wait = Interlocked.Exchange(ref _takeWait, null) ?? new TakeWait(this);
        return AsyncWaits.Of(queue.Segment.Domain).Start(wait, queue.NotEmpty, timeout, token);
    }

    private sealed class TakeWait(MessageReader<T> owner) : IncomingWait<TakeOutcome<T>>(owner._ring)
    {
        private readonly byte[] _record = owner._tellsLength ? new byte[owner._ring.Stride] : [];
        private T _item = default!;
        private int _length;

        protected override RingStatus TakeOrAsk() => owner._tellsLength ? Ring.TakeBytesOrAsk(_record, out _length) : Ring.TakeOrAsk(out _item);

        protected override TakeOutcome<T> Conclude(RingStatus status)
        {
            if (status != RingStatus.Done) return new TakeOutcome<T>(status, default!);
            return new TakeOutcome<T>(status, owner._tellsLength ? owner.Decode(_record.AsSpan(0, _length)) : _item);
        }

        protected override void Recycle()
        {
            _item = default!;
            Volatile.Write(ref owner._takeWait, this);
        }
    }
}
