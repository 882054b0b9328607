using System.Diagnostics;
using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <remarks>
/// Waiting for records and for room. A waiter polls the indexes, without the claim, as often as polling has paid lately (<see cref="PollBudget"/>). Seldom polls leave the
/// other side's lines alone, so it moves many records for each time a line crosses; that, and not the cost of the claim, decides how fast a ring is.
/// </remarks>
internal sealed partial class Ring<TMemory>
{
    /// <summary>How long a producer sleeps for half of the ring before it is content with one slot: 1 ms.</summary>
    private const long HalfRingNanoseconds = 1_000_000;

    private PollBudget _recordPolls;
    private PollBudget _roomPolls;

    /// <summary>Puts, waiting for the writing end and for room. <see cref="RingStatus.Full"/> or <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus PutWaiting<T>(in T item, bool mayWait, ref WaitLimit limit)
    {
        while (true)
        {
            RingStatus status = Put(in item, ref limit);
            if (!WaitsToPut(status, mayWait, ref limit)) return status;
        }
    }

    /// <summary>As <see cref="PutWaiting{T}"/>, for a record of at most <see cref="Stride"/> bytes.</summary>
    internal RingStatus PutBytesWaiting(ReadOnlySpan<byte> record, bool mayWait, ref WaitLimit limit)
    {
        while (true)
        {
            RingStatus status = PutBytes(record, ref limit);
            if (!WaitsToPut(status, mayWait, ref limit)) return status;
        }
    }

    /// <summary>After an attempt to put: waits for what it failed for. False: it is done, or will not be.</summary>
    internal bool WaitsToPut(RingStatus status, bool mayWait, ref WaitLimit limit)
    {
        if (status == RingStatus.Full) return mayWait && AwaitRoom(ref limit);
        if (status != RingStatus.Unmapped) return false;
        MapIntentSource();
        return true;
    }

    /// <summary>Takes, waiting for the reading end and for a record. <see cref="RingStatus.Empty"/> or <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus TakeWaiting<T>(out T item, bool mayWait, ref WaitLimit limit)
    {
        while (true)
        {
            RingStatus status = Take(out item, ref limit);
            if (status != RingStatus.Empty || !mayWait || !AwaitRecords(ref limit)) return status;
        }
    }

    /// <summary>As <see cref="TakeWaiting{T}"/>, for a record that tells its length.</summary>
    internal RingStatus TakeBytesWaiting(Span<byte> record, out int length, bool mayWait, ref WaitLimit limit)
    {
        while (true)
        {
            RingStatus status = TakeBytes(record, out length, ref limit);
            if (status != RingStatus.Empty || !mayWait || !AwaitRecords(ref limit)) return status;
        }
    }

    /// <summary>As <see cref="TakeWaiting{T}"/>, for as many records as there are and as <paramref name="items"/> holds.</summary>
    internal RingStatus TakeManyWaiting<T>(Span<T> items, bool mayWait, ref WaitLimit limit, out int count)
    {
        while (true)
        {
            RingStatus status = TakeMany(items, ref limit, out count);
            if (status != RingStatus.Empty || !mayWait || !AwaitRecords(ref limit)) return status;
        }
    }

    /// <summary>Waits until there may be something to take. False: the time is up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AwaitRecords(ref WaitLimit limit)
    {
        long began = Stopwatch.GetTimestamp();
        if (PollForRecords()) return true;
        _links.LookAtPeer();
        ref RingLayout ring = ref _ring.Value;
        uint announced = WaitPoint.AnnounceHeavily(ref _memory, ref ring.NotEmpty);
        bool goesOn = HasRecords(ref ring) || WaitPoint.Sleep(ref _memory, ref ring.NotEmpty, announced, ref limit);
        _recordPolls.Slept(began, Stopwatch.GetTimestamp());
        return goesOn;
    }

    /// <summary>Polls for something to take, as long as it has paid lately. False: nothing came.</summary>
    internal bool PollForRecords()
    {
        if (_memory.SpinLimit == 0) return false;
        ref RingLayout ring = ref _ring.Value;
        for (int i = _recordPolls.Polls; i > 0; i--)
        {
            _memory.Pause(PollBudget.PausesPerPoll);
            if (!HasRecords(ref ring)) continue;
            _recordPolls.Paid();
            return true;
        }

        _recordPolls.Failed();
        return false;
    }

    /// <summary>Waits until there may be room to put into. False: the time is up.</summary>
    /// <remarks>
    /// A producer that finds the ring full hopes for some room at once, so that it does not sleep and wake for each record: an eighth of the ring while it
    /// polls, half of it for the first millisecond of its sleep. Then it takes the first free slot, so a slow consumer does not hold it up while there is room.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool AwaitRoom(ref WaitLimit limit)
    {
        long began = Stopwatch.GetTimestamp();
        if (PollForRoom()) return true;
        _links.LookAtPeer();
        bool goesOn = SleepForRoom(ref limit);
        _roomPolls.Slept(began, Stopwatch.GetTimestamp());
        return goesOn;
    }

    private bool PollForRoom()
    {
        if (_memory.SpinLimit == 0) return false;
        ref RingLayout ring = ref _ring.Value;
        ulong hoped = Math.Max(1, _capacity / 8);
        for (int i = _roomPolls.Polls; i > 0; i--)
        {
            _memory.Pause(PollBudget.PausesPerPoll);
            if (Room(ref ring) < hoped) continue;
            _roomPolls.Paid();
            return true;
        }

        _roomPolls.Failed();
        return Room(ref ring) > 0;
    }

    private bool SleepForRoom(ref WaitLimit limit)
    {
        ref RingLayout ring = ref _ring.Value;
        if (_capacity > 2)
        {
            long longest = limit.SleepNanosecondsMax;
            limit.SleepNanosecondsMax = Math.Min(longest, HalfRingNanoseconds);
            bool goesOn = SleepForRoom(ref ring, _capacity / 2, ref limit);
            limit.SleepNanosecondsMax = longest;
            if (!goesOn) return false;
            if (Room(ref ring) > 0) return true;
        }

        return SleepForRoom(ref ring, 1, ref limit);
    }

    /// <summary>Before an asynchronous wait goes on waiting.</summary>
    internal void LookAtPeer() => _links.LookAtPeer();

    /// <summary>Says that somebody waits for one free slot: for asynchronous waits.</summary>
    internal void AnnounceForRoom()
    {
        ref RingLayout ring = ref _ring.Value;
        WaitPoint.Announce(ref _memory, ref ring.NotFull);
        AskForRoom(ref ring, 1);
    }

    private bool SleepForRoom(ref RingLayout ring, ulong wanted, ref WaitLimit limit)
    {
        uint announced = WaitPoint.Announce(ref _memory, ref ring.NotFull);
        AskForRoom(ref ring, wanted);
        return Room(ref ring) > 0 || WaitPoint.Sleep(ref _memory, ref ring.NotFull, announced, ref limit);
    }

    /// <summary>
    /// Has consumers signal when the tail comes to the place where so many slots are free. The announcement comes first, and the signaller takes back the place before it
    /// takes back the announcement: so a waiter whose place is lost finds its announcement taken back, and does not sleep.
    /// </summary>
    private void AskForRoom(ref RingLayout ring, ulong wanted)
    {
        ulong head = _memory.Load(ref ring.Head) & ~RingLayout.CompletedBit;
        WakeNoLater(ref ring, head - _capacity + wanted);
        _memory.HeavyFence(); // pairs with: the light fence in the consumer's release of its end, between tail and the look at WakeAt
    }

    private void WakeNoLater(ref RingLayout ring, ulong tail)
    {
        ulong seen = _memory.Load(ref ring.WakeAt);
        while (seen > tail)
        {
            ulong before = _memory.CompareExchange(ref ring.WakeAt, tail, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    /// <summary>The tail has come to where a sleeping producer wants to be woken.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void SignalRoom(ref RingLayout ring, ulong tail)
    {
        while (true)
        {
            _memory.Store(ref ring.WakeAt, ulong.MaxValue);
            FaultPoint.Hit("ring.room.taken");
            WaitPoint.SignalOne(ref _memory, ref ring.NotFull);
            if (!WaitPoint.IsAwaited(ref _memory, ref ring.NotFull)) return;
            // One was woken, and more may sleep: the next record that is taken wakes the next of them. A taker that moved the tail while no place stood in
            // WakeAt has signalled nobody, and it may have been the last; so who writes the place looks whether the tail is there already.
            WakeNoLater(ref ring, tail + 1);
            _memory.HeavyFence(); // pairs with: the light fence in the consumer's release of its end, between tail and the look at WakeAt
            ulong now = _memory.Load(ref ring.Tail);
            if (now <= tail) return;
            tail = now;
        }
    }

    /// <summary>True also when the ring is completed: the head is beyond every tail then.</summary>
    private bool HasRecords(ref RingLayout ring) => _memory.Load(ref ring.Head) != _memory.Load(ref ring.Tail);

    /// <summary>How many slots are free; all of them when the ring is completed, as nobody shall wait then.</summary>
    private ulong Room(ref RingLayout ring)
    {
        ulong head = _memory.Load(ref ring.Head);
        if ((head & RingLayout.CompletedBit) != 0) return _capacity;
        ulong used = head - _memory.Load(ref ring.Tail);
        // A tail that was read after the head may have passed it; and a distance that cannot be is for the claimant to report.
        return used < _capacity ? _capacity - used : used <= _mask + 1 ? 0 : _capacity;
    }
}
