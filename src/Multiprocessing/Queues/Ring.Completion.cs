using System.Text;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class Ring<TMemory>
{
    /// <summary>Whether nothing more can be put.</summary>
    internal bool IsCompleted => (_memory.Load(ref _ring.Value.Head) & RingLayout.CompletedBit) != 0;

    /// <summary>Whether nothing more can be put, and all was taken.</summary>
    internal bool IsDrained
    {
        get
        {
            ref RingLayout ring = ref _ring.Value;
            ulong head = _memory.Load(ref ring.Head);
            return head == (_memory.Load(ref ring.Tail) | RingLayout.CompletedBit);
        }
    }

    /// <summary>
    /// Ends the writing side. The error is written before the completed bit, in the same claim, so who sees the bit sees the error. Killed before the bit:
    /// the queue is not completed, and the next who completes writes its own error over it.
    /// </summary>
    /// <returns><see cref="RingStatus.Completed"/>: it was completed before, and keeps its first error. <see cref="RingStatus.Busy"/>: the time is up.</returns>
    internal RingStatus Complete(string? error, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        if (OwnerWord.Enter(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters, ref limit, RingLayout.EndSpinPausesMax) == LockOutcome.TimedOut) return RingStatus.Busy;
        ulong head = _memory.Load(ref ring.Head);
        if (_memory.Load(ref ring.Tag) != 0 && !TrySettleIntent(ref ring, head))
        {
            ReleaseProducer(ref ring);
            return RingStatus.Unmapped;
        }

        bool wasCompleted = (head & RingLayout.CompletedBit) != 0;
        if (!wasCompleted)
        {
            WriteError(ref ring, error);
            FaultPoint.Hit("ring.complete.error");
            _memory.Store(ref ring.Head, head | RingLayout.CompletedBit);
            FaultPoint.Hit("ring.complete.bit");
        }

        ReleaseProducer(ref ring);
        _memory.Fence();
        WaitPoint.SignalAll(ref _memory, ref ring.NotEmpty);
        WaitPoint.SignalAll(ref _memory, ref ring.NotFull);
        WaitPoint.SignalAll(ref _memory, ref ring.LeaseEnded);
        return wasCompleted ? RingStatus.Completed : RingStatus.Done;
    }

    /// <summary>Why it was completed; null when that was no error, or it is not completed.</summary>
    internal string? CompletionError
    {
        get
        {
            ref RingLayout ring = ref _ring.Value;
            if ((_memory.Load(ref ring.Head) & RingLayout.CompletedBit) == 0) return null;
            uint length = _memory.Load(ref ring.ErrorLength);
            if (length == 0) return null;
            Span<byte> text = stackalloc byte[RingLayout.ErrorMax];
            _memory.Copy(ring.Error, text);
            return Encoding.UTF8.GetString(text[..(int)Math.Min(length, RingLayout.ErrorMax)]);
        }
    }

    private void WriteError(ref RingLayout ring, string? error)
    {
        Span<byte> text = stackalloc byte[RingLayout.ErrorMax];
        text.Clear();
        // What does not fit is cut, at a whole character.
        Encoding.UTF8.GetEncoder().Convert(error, text, flush: true, out _, out int length, out _);
        if (error is not null) _memory.Copy(text, ring.Error);
        _memory.Store(ref ring.ErrorLength, (uint)length);
    }
}
