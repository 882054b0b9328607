namespace Multiprocessing.Testing.Linearizability;

/// <summary>A number that is added to. State: the number.</summary>
internal sealed class CounterModel : SequentialModel<long>
{
    /// <summary>Adds the operand. Result: the sum.</summary>
    internal const int Add = 1;

    /// <summary>Reads. Result: the number.</summary>
    internal const int Read = 2;

    internal override long Initial => 0;

    internal override bool TryApply(long state, in HistoryCall call, out long next)
    {
        next = call.Kind == Add ? state + call.Operand : state;
        return call.Kind switch
        {
            Add or Read => !call.HasReturned || call.Result == next,
            HistoryCall.Death => true,
            _ => throw new ArgumentException($"A counter has no call {call.Kind}.", nameof(call)),
        };
    }

    internal override string Describe(in HistoryCall call) => call.Kind switch
    {
        Add => $"Add {call.Operand}: {(call.HasReturned ? call.Result : "…")}",
        Read => $"Read {(call.HasReturned ? call.Result : "…")}",
        _ => "dies",
    };
}
