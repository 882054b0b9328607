using System.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing.Queues;

internal sealed partial class BlockArena<TMemory>
{
    private PollBudget _polls;

    /// <summary>Makes a run. <see cref="RingStatus.Full"/>: no room; <see cref="RingStatus.Busy"/>: somebody else allocates just now.</summary>
    internal RingStatus TryAllocate(int count, out int first)
    {
        ref BlockArenaLayout arena = ref _arena.Value;
        return Allocate(ref arena, OwnerWord.TryEnter(ref _memory, ref arena.Claimant, _me) ? LockOutcome.Entered : LockOutcome.TimedOut, count, out first);
    }

    /// <summary>As <see cref="TryAllocate"/>, waiting for the other allocator. <see cref="RingStatus.Busy"/>: the time is up.</summary>
    internal RingStatus Allocate(int count, out int first, ref WaitLimit limit)
    {
        ref BlockArenaLayout arena = ref _arena.Value;
        return Allocate(ref arena, OwnerWord.Enter(ref _memory, ref arena.Claimant, ref arena.Freed.Waiters, ref limit, RingLayout.EndSpinPausesMax), count, out first);
    }

    /// <summary>As <see cref="TryAllocate"/>; <see cref="RingStatus.Busy"/>: the other allocator will ring when it is done.</summary>
    internal RingStatus AllocateOrAsk(int count, out int first)
    {
        ref BlockArenaLayout arena = ref _arena.Value;
        return Allocate(ref arena, OwnerWord.EnterOrAsk(ref _memory, ref arena.Claimant, othersMayWait: false), count, out first);
    }

    /// <summary>Makes a run, waiting for room. False: the time is up.</summary>
    /// <param name="count">How many blocks.</param>
    /// <param name="mayWait">Whether to wait where there is no room.</param>
    /// <param name="deaths">The word that grows with every death.</param>
    /// <param name="sweeper">Frees what the dead left: before the first sleep, after each death, and at the last resort.</param>
    /// <param name="limit">Ends the wait.</param>
    /// <param name="first">The first block.</param>
    internal bool AllocateWaiting(int count, bool mayWait, SharedRef<uint> deaths, IBlockSweeper sweeper, ref WaitLimit limit, out int first)
    {
        RingStatus status = Allocate(count, out first, ref limit);
        if (status != RingStatus.Full) return status == RingStatus.Done;
        long began = Stopwatch.GetTimestamp();
        if (mayWait && Poll(count, out first)) return true;
        // Before the sweep: a death that the sweep did not see yet is another number after the sleep, and makes it look again.
        uint deathsSeen = _memory.Load(ref deaths.Value);
        bool isSweepDue = true;
        while (true)
        {
            if (isSweepDue && !sweeper.Sweep(ref limit)) return false;
            uint announced = Announce();
            status = Allocate(count, out first, ref limit);
            if (status == RingStatus.Done)
            {
                Slept(began);
                return true;
            }

            if (status == RingStatus.Busy || !mayWait || !Sleep(announced, ref limit)) return false;
            uint deathsNow = _memory.Load(ref deaths.Value);
            isSweepDue = limit.SleptInFull || deathsNow != deathsSeen;
            deathsSeen = deathsNow;
        }
    }

    /// <summary>Makes a run as soon as there is room, polling for it as long as that has paid lately. False: no room came.</summary>
    private bool Poll(int count, out int first)
    {
        first = -1;
        if (_memory.SpinLimit == 0) return false;
        for (int i = _polls.Polls; i > 0; i--)
        {
            _memory.Pause(PollBudget.PausesPerPoll);
            if (TryAllocate(count, out first) != RingStatus.Done) continue;
            _polls.Paid();
            return true;
        }

        _polls.Failed();
        return false;
    }

    /// <summary>After a wait for room, which began then and did not end by polling.</summary>
    private void Slept(long began) => _polls.Slept(began, Stopwatch.GetTimestamp());

    /// <summary>Says that the caller waits for room. It must try once more between this and <see cref="Sleep"/>.</summary>
    private uint Announce() => WaitPoint.Announce(ref _memory, ref _arena.Value.Freed);

    /// <summary>Sleeps until something was freed. False: the time is up.</summary>
    private bool Sleep(uint announced, ref WaitLimit limit) => WaitPoint.Sleep(ref _memory, ref _arena.Value.Freed, announced, ref limit);

    private RingStatus Allocate(ref BlockArenaLayout arena, LockOutcome claim, int count, out int first)
    {
        first = -1;
        if (claim == LockOutcome.TimedOut) return RingStatus.Busy;
        FaultPoint.Hit("blocks.allocate.claimed");
        bool isThere = TryAllocateClaimed(ref arena, count, out first);
        OwnerWord.Exit(ref _memory, ref arena.Claimant, ref arena.Freed.Waiters);
        return isThere ? RingStatus.Done : RingStatus.Full;
    }
}
