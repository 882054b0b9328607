namespace Multiprocessing.Testing.Linearizability;

/// <summary>One call of a history: who made it, when, and what it said.</summary>
/// <param name="Client">Whose call it is; a process that was killed and its successor are two clients.</param>
/// <param name="Kind">What was called; a constant of the model.</param>
/// <param name="Operand">Its argument.</param>
/// <param name="Result">What it returned.</param>
/// <param name="Begin">A time on a clock that all processes share, before the call.</param>
/// <param name="End">After it. <see cref="long.MaxValue"/> for a call that never returned: it may have taken effect at any time, or never.</param>
internal readonly record struct HistoryCall(int Client, int Kind, long Operand, long Result, long Begin, long End)
{
    /// <summary>A kind of all models: the client dies. Nobody calls it; it never returns.</summary>
    internal const int Death = -1;

    internal bool HasReturned => End != long.MaxValue;
}
