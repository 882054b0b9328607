using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class Ring<TMemory>
{
    /// <summary>Takes a record that is a value of its own, when the reading end is free and a record is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RingStatus TryTake<T>(out T item)
    {
        ref RingLayout ring = ref _ring.Value;
        if (OwnerWord.TryEnter(ref _memory, ref ring.Consumer, _me)) return TakeClaimed(ref ring, out item);
        item = default!;
        return RingStatus.Busy;
    }

    /// <summary>As <see cref="TryTake{T}"/>, waiting for the reading end. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal RingStatus Take<T>(out T item, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        if (OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax) != LockOutcome.TimedOut) return TakeClaimed(ref ring, out item);
        item = default!;
        return RingStatus.Busy;
    }

    /// <summary>As <see cref="TryTake{T}"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus TakeOrAsk<T>(out T item)
    {
        ref RingLayout ring = ref _ring.Value;
        if (OwnerWord.EnterOrAsk(ref _memory, ref ring.Consumer, othersMayWait: false) != LockOutcome.TimedOut) return TakeClaimed(ref ring, out item);
        item = default!;
        return RingStatus.Busy;
    }

    /// <summary>Takes a record that tells its own length (<see cref="RecordHeader"/>).</summary>
    /// <param name="record">Room for <see cref="Stride"/> bytes. The calling process owns the block that it may name.</param>
    /// <param name="length">How many of them are the record.</param>
    internal RingStatus TryTakeBytes(Span<byte> record, out int length)
    {
        ref RingLayout ring = ref _ring.Value;
        length = 0;
        return OwnerWord.TryEnter(ref _memory, ref ring.Consumer, _me) ? TakeBytesClaimed(ref ring, record, out length) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryTakeBytes"/>, waiting for the reading end. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus TakeBytes(Span<byte> record, out int length, ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        length = 0;
        return OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax) != LockOutcome.TimedOut ? TakeBytesClaimed(ref ring, record, out length) : RingStatus.Busy;
    }

    /// <summary>As <see cref="TryTakeBytes"/>; <see cref="RingStatus.Busy"/>: the claimant will ring when it is done.</summary>
    internal RingStatus TakeBytesOrAsk(Span<byte> record, out int length)
    {
        ref RingLayout ring = ref _ring.Value;
        length = 0;
        return OwnerWord.EnterOrAsk(ref _memory, ref ring.Consumer, othersMayWait: false) != LockOutcome.TimedOut ? TakeBytesClaimed(ref ring, record, out length) : RingStatus.Busy;
    }

    /// <summary>Takes as many records as there are and as <paramref name="items"/> holds, in order, under one claim.</summary>
    /// <param name="items">Where they go.</param>
    /// <param name="limit">For the wait for the reading end.</param>
    /// <param name="count">How many were taken; not 0 when the result is <see cref="RingStatus.Done"/>.</param>
    internal RingStatus TakeMany<T>(Span<T> items, ref WaitLimit limit, out int count)
    {
        ref RingLayout ring = ref _ring.Value;
        count = 0;
        if (!OwnerWord.TryEnter(ref _memory, ref ring.Consumer, _me) && OwnerWord.Enter(ref _memory, ref ring.Consumer, ref ring.NotEmpty.Waiters, ref limit, RingLayout.EndSpinPausesMax) == LockOutcome.TimedOut)
            return RingStatus.Busy;
        ulong tail = _memory.Load(ref ring.Tail);
        RingStatus status = LookForRecords(ref ring, tail);
        if (status != RingStatus.Done) return GiveUpTaking(ref ring, status);

        ulong there = _memory.Load(ref ring.CachedHead) - tail;
        count = (int)Math.Min(Math.Min(there, (ulong)items.Length), (ulong)Math.Max(1, BatchBytesMax / _stride));
        int size = RawBytes.SizeOf<T>();
        for (int i = 0; i < count; i++) _memory.Copy(Slot(tail + (ulong)i, size), RawBytes.Of(ref items[i]));
        Retire(ref ring, tail + (ulong)count);
        return RingStatus.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RingStatus TakeClaimed<T>(ref RingLayout ring, out T item)
    {
        FaultPoint.Hit("ring.take.claimed");
        item = default!;
        ulong tail = _memory.Load(ref ring.Tail);
        // One comparison for two cases: nothing known to be there, and a cached head that makes no sense.
        if (_memory.Load(ref ring.CachedHead) - tail - 1 > _mask)
        {
            RingStatus status = LookForRecords(ref ring, tail);
            if (status != RingStatus.Done) return GiveUpTaking(ref ring, status);
        }

        _memory.Copy(Slot(tail, RawBytes.SizeOf<T>()), RawBytes.Of(ref item));
        Retire(ref ring, tail + 1);
        return RingStatus.Done;
    }

    private RingStatus TakeBytesClaimed(ref RingLayout ring, Span<byte> record, out int length)
    {
        FaultPoint.Hit("ring.take.claimed");
        length = 0;
        ulong tail = _memory.Load(ref ring.Tail);
        if (_memory.Load(ref ring.CachedHead) - tail - 1 > _mask)
        {
            RingStatus status = LookForRecords(ref ring, tail);
            if (status != RingStatus.Done) return GiveUpTaking(ref ring, status);
        }

        length = CopyRecord(ref ring, tail, record);
        Retire(ref ring, tail + 1);
        return RingStatus.Done;
    }

    /// <summary>
    /// Copies the record: all of a slot, or when records tell their length that much, taking over the block it may name. A record that cannot be right is skipped: it would be in everybody's way for ever.
    /// </summary>
    internal int CopyRecord(ref RingLayout ring, ulong tail, Span<byte> record)
    {
        if (_blocks is null)
        {
            _memory.Copy(Slot(tail, _stride), record[.._stride]);
            return _stride;
        }

        _memory.Copy(Slot(tail, RecordHeader.Size), record[..RecordHeader.Size]);
        int length = RecordHeader.LengthInSlot(record);
        if ((uint)(length - RecordHeader.Size) > (uint)(_stride - RecordHeader.Size))
        {
            Retire(ref ring, tail + 1);
            throw Corrupt($"record {tail} tells a length of {length} bytes in a slot of {_stride}");
        }

        // Only the part behind the header is copied now: a header that changes between the look and the copy must not matter.
        _memory.Copy(Slot(tail, length)[RecordHeader.Size..], record[RecordHeader.Size..length]);
        _blocks?.Adopt(record[..length]);
        FaultPoint.Hit("ring.take.adopted");
        return length;
    }

    /// <summary>The commit: the records before <paramref name="tail"/> are the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Retire(ref RingLayout ring, ulong tail)
    {
        FaultPoint.Hit("ring.take.copied");
        _memory.Store(ref ring.Tail, tail);
        FaultPoint.Hit("ring.take.committed");
        ReleaseConsumer(ref ring);
        FaultPoint.Hit("ring.take.released");
        if (tail >= _memory.Load(ref ring.WakeAt)) SignalRoom(ref ring, tail);
    }

    /// <summary>Looks at the head itself, with the claim and keeping it: a record, none, or the end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal RingStatus LookForRecords(ref RingLayout ring, ulong tail)
    {
        ulong head = _memory.Load(ref ring.Head);
        bool isCompleted = (head & RingLayout.CompletedBit) != 0;
        head &= ~RingLayout.CompletedBit;
        ulong there = head - tail;
        if (there - 1 <= _mask)
        {
            _memory.Store(ref ring.CachedHead, head);
            return RingStatus.Done;
        }

        if (there == 0) return isCompleted ? RingStatus.Completed : RingStatus.Empty;
        ReleaseConsumer(ref ring);
        throw Corrupt($"its head is {head} and its tail {tail}, in {_mask + 1} slots");
    }

    private RingStatus GiveUpTaking(ref RingLayout ring, RingStatus status)
    {
        ReleaseConsumer(ref ring);
        return status;
    }
}
