using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessRecursiveLock : IConditionGate
{
    Segment IConditionGate.Segment => _segment;

    bool IConditionGate.IsHeldByCaller => _disposed == 0 && OwnToken() != 0;

    bool IConditionGate.IsBoundToThread => RecursiveHolds.IsThread(OwnToken());

    GateHold IConditionGate.Suspend()
    {
        ulong token = OwnToken();
        ulong hold = _memory.Load(ref _state.Value.Lock.Hold);
        return new GateHold(hold, new RecursiveLevels(token, Leave()));
    }

    void IConditionGate.Resume(in GateHold hold)
    {
        var limit = WaitLimit.Infinite(_segment.Domain);
        LockOutcome outcome = LockWord.Enter(ref _memory, ref _state.Value.Lock, ref limit);
        limit.Dispose();
        RecursiveWord.Begin(ref _memory, ref _state.Value, hold.Levels!.Token, (uint)hold.Levels.Scopes.Length);
        Resumed(hold, outcome);
    }

    ValueTask IConditionGate.ResumeAsync(GateHold hold) =>
        AsyncWaits.Of(_segment.Domain).StartVoid(new ResumeWait(this, hold), WaitersPlace, Timeout.InfiniteTimeSpan, CancellationToken.None);

    private void Resumed(in GateHold hold, LockOutcome outcome)
    {
        LockWord.ResumeHold(ref _memory, ref _state.Value.Lock, hold.Hold, outcome);
        _holds.PutBack(hold.Levels!.Scopes);
    }

    private sealed class ResumeWait(InterprocessRecursiveLock owner, GateHold hold) : PendingWait<bool>
    {
        protected internal override bool TryFinish()
        {
            LockOutcome outcome = RecursiveWord.EnterOrAsk(ref owner._memory, ref owner._state.Value, hold.Levels!.Token, (uint)hold.Levels.Scopes.Length);
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
