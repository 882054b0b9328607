using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessLock : IConditionGate
{
    Segment IConditionGate.Segment => _segment;

    // The owner is a process, so this cannot tell a thread that holds the lock from another one of its process.
    bool IConditionGate.IsHeldByCaller => _disposed == 0 && _memory.Load(ref _state.Value.Owned.Owner) == _me && _memory.Load(ref _state.Value.Hold) != 0;

    bool IConditionGate.IsBoundToThread => false;

    GateHold IConditionGate.Suspend()
    {
        ulong hold = _memory.Load(ref _state.Value.Hold);
        Exit(hold);
        return new GateHold(hold);
    }

    void IConditionGate.Resume(in GateHold hold)
    {
        var limit = WaitLimit.Infinite(_segment.Domain);
        LockOutcome outcome = LockWord.Enter(ref _memory, ref _state.Value, ref limit);
        limit.Dispose();
        Resumed(hold, outcome);
    }

    ValueTask IConditionGate.ResumeAsync(GateHold hold)
    {
        if (LockWord.TryEnter(ref _memory, ref _state.Value, _me))
        {
            Resumed(hold, LockOutcome.Entered);
            return ValueTask.CompletedTask;
        }

        return AsyncWaits.Of(_segment.Domain).StartVoid(new ResumeWait(this, hold), WaitersPlace, Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    private void Resumed(GateHold hold, LockOutcome outcome)
    {
        LockWord.ResumeHold(ref _memory, ref _state.Value, hold.Hold, outcome);
        _held = hold.Hold;
    }

    private sealed class ResumeWait(InterprocessLock owner, GateHold hold) : PendingWait<bool>
    {
        protected internal override bool TryFinish()
        {
            LockOutcome outcome = LockWord.EnterOrAsk(ref owner._memory, ref owner._state.Value, othersMayWait: true);
            if (outcome == LockOutcome.TimedOut) return false;
            owner.Resumed(hold, outcome);
            return true;
        }

        // The try itself announces.
        protected internal override void Announce(ref LiveMemory memory, ref WaitPoint point)
        {
        }

        protected override bool Conclude(bool finished) => finished;
    }
}
