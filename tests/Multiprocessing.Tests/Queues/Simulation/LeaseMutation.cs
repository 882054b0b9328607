using Multiprocessing.Platform.Liveness;
using Multiprocessing.Queues;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>Plants one mistake into the lease protocol.</summary>
internal sealed class LeaseMutation(LeaseModel model, SimulatedWorld world, LeaseMistake mistake) : Mutation(model.Origin)
{
    private readonly HashSet<uint> _recovering = [];
    private readonly Dictionary<uint, ulong> _tagSeen = [];

    private ref RingLayout Queue => ref model.Queue.Value;

    private ref RingLayout Results => ref model.Results.Value;

    internal override ulong Loaded(Operation operation, ulong value)
    {
        switch (mistake)
        {
            case LeaseMistake.NeverSettles when IsResult(operation, 16) && HasResults(operation.Me):
                return 0;
            case LeaseMistake.TagNotReadAgain when IsResult(operation, 16) && !HasResults(operation.Me):
                if (_tagSeen.Remove(operation.Me, out ulong seen)) return seen;
                if (value != 0) _tagSeen[operation.Me] = value;
                return value;
            case LeaseMistake.EndIgnoresLeases when IsLease(operation, 0) && Queue.Head == (Queue.Tail | RingLayout.CompletedBit):
                return LeaseWord.State(value) == LeaseState.Leased && LeaseWord.Owner(value) != operation.Me && !world.IsDead(LeaseWord.Owner(value)) ? 0 : value;
            case LeaseMistake.NeverSignals when operation.Address == model.Queue.Address + 896:
                return 0;
            default:
                return value;
        }
    }

    internal override bool Drops(Operation operation)
    {
        switch (mistake)
        {
            case LeaseMistake.NeverRecovers:
                return IsLease(operation, 0) && operation.Comparand != 0 && LeaseWord.Owner(operation.Comparand) != operation.Me
                    && LeaseWord.State(operation.Value) == LeaseState.Free && (Queue.Consumer.Owner & ProcessIdentity.Mask) == operation.Me
                    && model.PositionAt(operation.Address) == Queue.Tail;
            case LeaseMistake.NeverRecounts:
                return operation.Address == model.Queue.Address + 272 && _recovering.Remove(operation.Me);
            default:
                return false;
        }
    }

    internal override bool Delays(Operation operation) => mistake switch
    {
        LeaseMistake.MarksBeforeHead => IsResult(operation, 128),
        LeaseMistake.TagAfterHead => IsResult(operation, 16) && operation.Value != 0,
        LeaseMistake.AtAfterTag => IsResult(operation, 32),
        LeaseMistake.TargetAfterCommit => IsLease(operation, 16) && operation.Value != 0,
        LeaseMistake.ClearsBeforeMark => IsMark(operation) && LeaseWord.Owner(operation.Comparand) == operation.Me,
        LeaseMistake.SettlesClearFirst => IsMark(operation) && LeaseWord.Owner(operation.Comparand) != operation.Me,
        LeaseMistake.ReleasesBeforeClear => IsResult(operation, 16) && operation.Value == 0 && LeaseWord.Owner(Results.Tag) == operation.Me,
        LeaseMistake.LeaseAfterTail => IsLease(operation, 0) && operation.Comparand == 0 && LeaseWord.State(operation.Value) == LeaseState.Leased
            && LeaseWord.Attempt(operation.Value) == 1,
        LeaseMistake.PositionAfterWord => IsLease(operation, 8),
        _ => false,
    };

    internal override bool Follows(Operation operation)
    {
        // A claim that may be one from a dead claimant: what comes next is its recovery.
        if (mistake == LeaseMistake.NeverRecounts && operation.Address == model.Queue.Address + 256 && operation.Comparand != 0) _recovering.Add(operation.Me);
        return mistake switch
        {
            LeaseMistake.MarksBeforeHead => IsLease(operation, 0) && operation.Comparand != 0,
            LeaseMistake.TagAfterHead or LeaseMistake.TargetAfterCommit => IsResult(operation, 128) && operation.Value != 0,
            LeaseMistake.AtAfterTag or LeaseMistake.ClearsBeforeMark or LeaseMistake.SettlesClearFirst => IsResult(operation, 16),
            LeaseMistake.ReleasesBeforeClear => IsResult(operation, 0) && operation.Value == 0 && operation.Comparand == 0,
            LeaseMistake.LeaseAfterTail => operation.Address == model.Queue.Address + 384 && operation.Value != 0,
            LeaseMistake.PositionAfterWord => IsLease(operation, 0) && operation.Value != 0,
            _ => false,
        };
    }

    internal override bool Verdict(uint identity, bool isDead) => isDead || mistake == LeaseMistake.RobsTheLiving;

    private bool HasResults(uint me) => (Results.Producer.Owner & ProcessIdentity.Mask) == me;

    private bool IsResult(Operation operation, nint offset) => operation.Address == model.Results.Address + offset;

    private bool IsLease(Operation operation, nint offset) => model.OffsetInLease(operation.Address) == offset;

    /// <summary>The end of a lease by a completion or its settling.</summary>
    private bool IsMark(Operation operation) => IsLease(operation, 0) && operation.Comparand != 0 && HasResults(operation.Me)
        && LeaseWord.State(operation.Value) == LeaseState.Free && operation.Comparand == Results.Tag;
}
