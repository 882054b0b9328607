namespace Multiprocessing.Testing.Linearizability;

/// <summary>A queue of a server, first in, first out, with a capacity: what a client took and is not done with goes back to the front when it dies.</summary>
/// <param name="capacity">Items beyond which none is put.</param>
/// <param name="isJoinable">
/// True: clients say when they are done. False: a taken item is done once its taker has it; the last one of a taker that dies may come again, since the server may not have heard that it arrived. A history
/// has <see cref="Lose"/> for that, in the place of the death.
/// </param>
internal sealed class LeaseQueueModel(int capacity, bool isJoinable) : SequentialModel<LeaseState>
{
    /// <summary>Puts the operand. Result: 1 when it did, 0 when the queue was full to the end of its time.</summary>
    internal const int Put = 1;

    /// <summary>Takes the first item. Result: the item, or <see cref="QueueModel.Nothing"/>.</summary>
    internal const int Take = 2;

    /// <summary>The item of the operand is done.</summary>
    internal const int Done = 3;

    /// <summary>Gives the item of the operand back, without waiting for the server: it takes effect at some time after it began.</summary>
    internal const int Return = 4;

    /// <summary>The client's last item comes back with its death, or does not.</summary>
    internal const int Lose = 5;

    internal override LeaseState Initial => LeaseState.Empty;

    internal override bool TryApply(LeaseState state, in HistoryCall call, out LeaseState next)
    {
        next = state;
        switch (call.Kind)
        {
            case Put when call.HasReturned && call.Result == 0:
                return state.Items.Length >= capacity;
            case Put:
                next = new LeaseState(state.Items.Add(call.Operand), state.Leased);
                return state.Items.Length < capacity;
            case Take when call.HasReturned && call.Result == QueueModel.Nothing:
                return state.Items.IsEmpty;
            case Take:
                return TryTake(state, call, out next);
            case Done or Return:
                return TryEnd(state, call, out next);
            case Lose or HistoryCall.Death:
                next = state.GiveBack(call.Client);
                return true;
            default:
                throw new ArgumentException($"A queue of a server has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Put => $"Put {call.Operand} {(call.HasReturned && call.Result == 0 ? "full" : "")}",
        Take => $"Take {(!call.HasReturned ? "…" : call.Result == QueueModel.Nothing ? "nothing" : call.Result)}",
        Done => $"Done {call.Operand}",
        Return => $"Return {call.Operand}",
        _ => "dies",
    };

    private bool TryTake(LeaseState state, in HistoryCall call, out LeaseState next)
    {
        next = state;
        if (state.Items.IsEmpty || (call.HasReturned && state.Items[0] != call.Result)) return false;
        int client = call.Client;
        var leased = isJoinable ? state.Leased : state.Leased.RemoveAll(one => one.Client == client);
        next = new LeaseState(state.Items.RemoveAt(0), leased.Add((client, state.Items[0])));
        return true;
    }

    private static bool TryEnd(LeaseState state, in HistoryCall call, out LeaseState next)
    {
        next = state;
        int at = state.Leased.IndexOf((call.Client, call.Operand));
        if (at < 0) return false;
        next = new LeaseState(call.Kind == Return ? state.Items.Insert(0, call.Operand) : state.Items, state.Leased.RemoveAt(at));
        return true;
    }
}
