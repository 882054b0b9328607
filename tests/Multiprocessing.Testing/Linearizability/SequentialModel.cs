namespace Multiprocessing.Testing.Linearizability;

/// <summary>What an object does when nobody calls it at the same time as another.</summary>
internal abstract class SequentialModel<TState>
    where TState : IEquatable<TState>
{
    internal abstract TState Initial { get; }

    /// <summary>
    /// Makes the call in the state. False: it cannot have returned in this state what it returned. A call that has not returned is made with whatever result it would have.
    /// </summary>
    internal abstract bool TryApply(TState state, in HistoryCall call, out TState next);

    /// <summary>The call in words, for messages.</summary>
    internal abstract string Describe(in HistoryCall call);
}
