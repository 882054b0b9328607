namespace Multiprocessing.Testing.Linearizability;

/// <summary>A lock that tells the next owner when the last one died. State: the client inside; 0 when free; −1 after a death inside.</summary>
/// <remarks>Clients are numbered from 1.</remarks>
internal sealed class LockModel : SequentialModel<int>
{
    /// <summary>Enters, however long it takes. Result: 1 when told of a death, else 0.</summary>
    internal const int Enter = 1;

    /// <summary>Tries. Result: −1 not entered, 1 told of a death, 0 entered.</summary>
    internal const int TryEnter = 2;

    /// <summary>Leaves.</summary>
    internal const int Exit = 3;

    private const int Abandoned = -1;

    internal override int Initial => 0;

    internal override bool TryApply(int state, in HistoryCall call, out int next)
    {
        next = state;
        switch (call.Kind)
        {
            case Enter:
            case TryEnter when call.Result >= 0 || !call.HasReturned:
                next = call.Client;
                return !call.HasReturned ? state is 0 or Abandoned : state == (call.Result == 1 ? Abandoned : 0);
            case TryEnter:
                return state is not (0 or Abandoned);
            case Exit:
                next = 0;
                return state == call.Client;
            case HistoryCall.Death:
                if (state == call.Client) next = Abandoned;
                return true;
            default:
                throw new ArgumentException($"A lock has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Enter => call.HasReturned ? $"Enter {(call.Result == 1 ? "(abandoned)" : "")}" : "Enter …",
        TryEnter => $"TryEnter {call.Result}",
        Exit => "Exit",
        _ => "dies",
    };
}
