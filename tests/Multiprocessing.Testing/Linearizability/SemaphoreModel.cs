using System.Collections.Immutable;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>
/// A semaphore. State: the free units, then, where permits of the dead come back, how many each client holds.
/// </summary>
internal sealed class SemaphoreModel(int initial, int maximum, int clients, bool permitsComeBack) : SequentialModel<SequenceState>
{
    /// <summary>Takes a unit, however long it takes.</summary>
    internal const int Enter = 1;

    /// <summary>Tries to take a unit. Result: 1 when it did, else 0.</summary>
    internal const int TryEnter = 2;

    /// <summary>Gives as many units as the operand says. Result: 1, or 0 when that was refused since the maximum would be passed.</summary>
    internal const int Release = 3;

    internal override SequenceState Initial => new([initial, .. new long[clients + 1]]);

    internal override bool TryApply(SequenceState state, in HistoryCall call, out SequenceState next)
    {
        next = state;
        long free = state.Items[0];
        switch (call.Kind)
        {
            case Enter:
            case TryEnter when call.Result == 1 || !call.HasReturned:
                if (free == 0) return false;
                next = Change(state, call.Client, -1);
                return true;
            case TryEnter:
                return free == 0;
            case Release when call.HasReturned && call.Result == 0:
                return free + call.Operand > maximum;
            case Release:
                if (free + call.Operand > maximum) return false;
                next = Change(state, call.Client, call.Operand);
                return true;
            case HistoryCall.Death:
                if (permitsComeBack) next = Change(state, call.Client, state.Items[call.Client + 1]);
                return true;
            default:
                throw new ArgumentException($"A semaphore has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Enter => "Enter",
        TryEnter => $"TryEnter {(call.Result == 1 ? "got it" : "got nothing")}",
        Release => $"Release {call.Operand}{(call.Result == 0 && call.HasReturned ? " (refused)" : "")}",
        _ => "dies",
    };

    private SequenceState Change(SequenceState state, int client, long units)
    {
        ImmutableArray<long> items = state.Items.SetItem(0, state.Items[0] + units);
        return new SequenceState(permitsComeBack ? items.SetItem(client + 1, items[client + 1] - units) : items);
    }
}
