namespace Multiprocessing.Testing.Linearizability;

/// <summary>
/// A lock of a server: each grant has a number, one more than the last one; the grant of a client that dies comes back. State: the client inside (0 when free), its hold, the number of the last grant.
/// </summary>
/// <remarks>Leaving is told without waiting for the server, so it takes effect at some time after it began: a history has it as a call that never returns. It names its hold, so it frees no other.</remarks>
internal sealed class GrantModel : SequentialModel<(int Client, long Hold, long Number)>
{
    /// <summary>Enters; the operand names the hold. Result: the number of the grant, 0 where it is not told, <see cref="Refused"/> when it was not entered in time.</summary>
    internal const int Enter = 1;

    /// <summary>Leaves the hold of the operand.</summary>
    internal const int Exit = 2;

    /// <summary>Does something within the hold of the operand: it is held still.</summary>
    internal const int Hold = 3;

    /// <summary>Not entered in time.</summary>
    internal const long Refused = -1;

    internal override (int Client, long Hold, long Number) Initial => default;

    internal override bool TryApply((int Client, long Hold, long Number) state, in HistoryCall call, out (int Client, long Hold, long Number) next)
    {
        next = state;
        switch (call.Kind)
        {
            case Enter when call.HasReturned && call.Result == Refused:
                return state.Client != 0;
            case Enter:
                next = (call.Client, call.Operand, state.Number + 1);
                return state.Client == 0 && (!call.HasReturned || call.Result == 0 || call.Result == next.Number);
            case Exit:
                next.Client = 0;
                next.Hold = 0;
                return state.Client == call.Client && state.Hold == call.Operand;
            case Hold:
                return state.Client == call.Client && state.Hold == call.Operand;
            case HistoryCall.Death:
                if (state.Client == call.Client) next = (0, 0, state.Number);
                return true;
            default:
                throw new ArgumentException($"A lock of a server has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Enter => $"Enter {call.Operand}: {(!call.HasReturned ? "…" : call.Result == Refused ? "refused" : $"grant {call.Result}")}",
        Exit => $"Exit {call.Operand}",
        Hold => $"still holds {call.Operand}",
        _ => "dies",
    };
}
