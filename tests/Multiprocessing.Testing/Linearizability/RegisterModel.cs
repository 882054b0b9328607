namespace Multiprocessing.Testing.Linearizability;

/// <summary>A number that is read, written and exchanged. State: the number.</summary>
internal sealed class RegisterModel : SequentialModel<long>
{
    /// <summary>Reads. Result: the number.</summary>
    internal const int Read = 1;

    /// <summary>Writes the operand.</summary>
    internal const int Write = 2;

    /// <summary>Writes one number where another is; the operand is what <see cref="Pair"/> makes of them. Result: 1 when it did, else 0.</summary>
    internal const int Exchange = 3;

    internal override long Initial => 0;

    /// <summary>Two numbers of 31 bits as one operand.</summary>
    internal static long Pair(long expected, long value) => (expected << 32) | value;

    internal override bool TryApply(long state, in HistoryCall call, out long next)
    {
        next = state;
        switch (call.Kind)
        {
            case Read:
                return !call.HasReturned || call.Result == state;
            case Write:
                next = call.Operand;
                return true;
            case Exchange when call.HasReturned && call.Result == 0:
                return state != call.Operand >> 32;
            case Exchange:
                next = (uint)call.Operand;
                return state == call.Operand >> 32;
            case HistoryCall.Death:
                return true;
            default:
                throw new ArgumentException($"A register has no call {call.Kind}.", nameof(call));
        }
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Read => $"Read {(call.HasReturned ? call.Result : "…")}",
        Write => $"Write {call.Operand}",
        Exchange => $"Exchange {call.Operand >> 32} for {(uint)call.Operand} {(call.Result == 1 ? "done" : "refused")}",
        _ => "dies",
    };
}
