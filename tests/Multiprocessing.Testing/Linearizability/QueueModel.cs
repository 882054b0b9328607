namespace Multiprocessing.Testing.Linearizability;

/// <summary>A queue, first in, first out, with a capacity. State: its items.</summary>
internal sealed class QueueModel(int capacity) : SequentialModel<SequenceState>
{
    /// <summary>Puts the operand, however long it takes.</summary>
    internal const int Put = 1;

    /// <summary>Tries to put the operand. Result: 1 when it did, 0 when the queue was full.</summary>
    internal const int TryPut = 2;

    /// <summary>Takes the first item, however long it takes. Result: the item.</summary>
    internal const int Take = 3;

    /// <summary>Tries to take. Result: the item, or <see cref="Nothing"/>.</summary>
    internal const int TryTake = 4;

    /// <summary>What <see cref="TryTake"/> finds in an empty queue. No item is this.</summary>
    internal const long Nothing = long.MinValue;

    internal override SequenceState Initial => SequenceState.Empty;

    internal override bool TryApply(SequenceState state, in HistoryCall call, out SequenceState next)
    {
        next = state;
        switch (call.Kind)
        {
            case Put:
            case TryPut when call.Result == 1 || !call.HasReturned:
                if (state.Items.Length == capacity) return false;
                next = new SequenceState(state.Items.Add(call.Operand));
                return true;
            case TryPut:
                return state.Items.Length == capacity;
            case TryTake when call.HasReturned && call.Result == Nothing:
                return state.Items.IsEmpty;
            case Take:
            case TryTake:
                if (state.Items.IsEmpty || (call.HasReturned && state.Items[0] != call.Result)) return false;
                next = new SequenceState(state.Items.RemoveAt(0));
                return true;
            case HistoryCall.Death:
                return true;
            default:
                throw new ArgumentException($"A queue has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Put => $"Put {call.Operand}",
        TryPut => $"TryPut {call.Operand} {(call.Result == 1 ? "done" : "full")}",
        Take => $"Take {(call.HasReturned ? call.Result : "…")}",
        HistoryCall.Death => "dies",
        _ => $"TryTake {(call.Result == Nothing ? "nothing" : call.Result)}",
    };
}
