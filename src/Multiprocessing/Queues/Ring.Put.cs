using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class Ring<TMemory>
{
    /// <summary>How many bytes one claim copies at most when it moves many records.</summary>
    private const int BatchBytesMax = 4096;

    /// <summary>How many slots a producer takes from the consumers' caches at a time.</summary>
    private const ulong SlotsAhead = 8;

    /// <summary>Puts a record that is a value of its own, when the writing end and a slot are free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RingStatus TryPut<T>(in T item)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.TryEnter(ref _memory, ref ring.Producer, _me) ? PutClaimed(ref ring, in item) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryPut{T}"/>, waiting for the writing end. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal RingStatus Put<T>(in T item, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.Enter(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters, ref limit, RingLayout.EndSpinPausesMax) != LockOutcome.TimedOut ? PutClaimed(ref ring, in item) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryPut{T}"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus PutOrAsk<T>(in T item)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.EnterOrAsk(ref _memory, ref ring.Producer, othersMayWait: false) != LockOutcome.TimedOut ? PutClaimed(ref ring, in item) : RingStatus.Busy;
    }

    /// <summary>Puts a record of at most <see cref="Stride"/> bytes.</summary>
    internal RingStatus TryPutBytes(ReadOnlySpan<byte> record)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.TryEnter(ref _memory, ref ring.Producer, _me) ? PutBytesClaimed(ref ring, record) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryPutBytes"/>, waiting for the writing end. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus PutBytes(ReadOnlySpan<byte> record, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.Enter(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters, ref limit, RingLayout.EndSpinPausesMax) != LockOutcome.TimedOut ? PutBytesClaimed(ref ring, record) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryPutBytes"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus PutBytesOrAsk(ReadOnlySpan<byte> record)
    {
        ref RingLayout ring = ref _ring.Value;
        return OwnerWord.EnterOrAsk(ref _memory, ref ring.Producer, othersMayWait: false) != LockOutcome.TimedOut ? PutBytesClaimed(ref ring, record) : RingStatus.Busy;
    }

    /// <summary>Puts as many of the items as there is room for, in order, under one claim.</summary>
    /// <param name="items">Records that are values of their own.</param>
    /// <param name="limit">For the wait for the writing end.</param>
    /// <param name="count">How many were put; not 0 when the result is <see cref="RingStatus.Done"/>.</param>
    internal RingStatus PutMany<T>(ReadOnlySpan<T> items, ref WaitLimit limit, out int count)
    {
        ref RingLayout ring = ref _ring.Value;
        count = 0;
        if (!OwnerWord.TryEnter(ref _memory, ref ring.Producer, _me) && OwnerWord.Enter(ref _memory, ref ring.Producer, ref ring.NotFull.Waiters, ref limit, RingLayout.EndSpinPausesMax) == LockOutcome.TimedOut)
            return RingStatus.Busy;
        ulong head = _memory.Load(ref ring.Head);
        RingStatus status = CheckRoom(ref ring, head);
        if (status != RingStatus.Done) return status;

        ulong room = _capacity - (head - _memory.Load(ref ring.CachedTail));
        count = (int)Math.Min(Math.Min(room, (ulong)items.Length), (ulong)Math.Max(1, BatchBytesMax / _stride));
        int size = RawBytes.SizeOf<T>();
        for (int i = 0; i < count; i++) _memory.Copy(RawBytes.OfReadOnly(in items[i]), Slot(head + (ulong)i, size));
        FaultPoint.Hit("ring.put.copied");
        _memory.Store(ref ring.Head, head + (ulong)count);
        FaultPoint.Hit("ring.put.committed");
        ReleaseProducer(ref ring);
        FaultPoint.Hit("ring.put.released");
        // Several records are for several consumers.
        if (WaitPoint.IsAwaited(ref _memory, ref ring.NotEmpty)) WaitPoint.Signal(ref _memory, ref ring.NotEmpty, count);
        return RingStatus.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RingStatus PutClaimed<T>(ref RingLayout ring, in T item)
    {
        FaultPoint.Hit("ring.put.claimed");
        ulong head = _memory.Load(ref ring.Head);
        // One comparison for three cases: a completed head is beyond every tail by half the number range, and so is a cached tail that makes no sense.
        if (_memory.Load(ref ring.Tag) != 0 || head - _memory.Load(ref ring.CachedTail) >= _capacity)
        {
            RingStatus status = CheckRoom(ref ring, head);
            if (status != RingStatus.Done) return status;
        }

        if (head % SlotsAhead == 0) OwnAhead(ref ring, head);
        _memory.Copy(RawBytes.OfReadOnly(in item), Slot(head, RawBytes.SizeOf<T>()));
        Publish(ref ring, head);
        return RingStatus.Done;
    }

    /// <summary>
    /// Writes into the next free slots but some, so that their lines come from the consumers' processors all at once, before they are needed. One by one each
    /// would hold up the release of the claim, which waits for all stores before it. Slots behind the head are nobody's but the claimant's.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OwnAhead(ref RingLayout ring, ulong head)
    {
        if (head + (2 * SlotsAhead) - _memory.Load(ref ring.CachedTail) > _capacity) return;
        byte nothing = 0;
        for (ulong i = SlotsAhead; i < 2 * SlotsAhead; i++) _memory.Copy(RawBytes.OfReadOnly(in nothing), Slot(head + i, 1));
    }

    private RingStatus PutBytesClaimed(ref RingLayout ring, ReadOnlySpan<byte> record)
    {
        FaultPoint.Hit("ring.put.claimed");
        ulong head = _memory.Load(ref ring.Head);
        if (_memory.Load(ref ring.Tag) != 0 || head - _memory.Load(ref ring.CachedTail) >= _capacity)
        {
            RingStatus status = CheckRoom(ref ring, head);
            if (status != RingStatus.Done) return status;
        }

        _memory.Copy(record, Slot(head, record.Length));
        Publish(ref ring, head);
        return RingStatus.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(ref RingLayout ring, ulong head)
    {
        FaultPoint.Hit("ring.put.copied");
        _memory.Store(ref ring.Head, head + 1);
        FaultPoint.Hit("ring.put.committed");
        ReleaseProducer(ref ring);
        FaultPoint.Hit("ring.put.released");
        if (WaitPoint.IsAwaited(ref _memory, ref ring.NotEmpty)) WaitPoint.SignalOne(ref _memory, ref ring.NotEmpty);
    }

    /// <summary>Settles what a dead producer left, and looks at the tail itself. Whatever the result but <see cref="RingStatus.Done"/>, the claim has ended.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private RingStatus CheckRoom(ref RingLayout ring, ulong head)
    {
        if (_memory.Load(ref ring.Tag) != 0 && !TrySettleIntent(ref ring, head))
        {
            ReleaseProducer(ref ring);
            return RingStatus.Unmapped;
        }

        if ((head & RingLayout.CompletedBit) != 0)
        {
            ReleaseProducer(ref ring);
            return RingStatus.Completed;
        }

        ulong tail = _memory.Load(ref ring.Tail);
        ulong used = head - tail;
        if (used <= _mask + 1) _memory.Store(ref ring.CachedTail, tail);
        if (used < _capacity) return RingStatus.Done;
        ReleaseProducer(ref ring);
        if (used > _mask + 1) throw Corrupt($"its head is {head} and its tail {tail}, in {_mask + 1} slots");
        return RingStatus.Full;
    }
}
