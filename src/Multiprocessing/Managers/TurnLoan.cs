using Multiprocessing.Managers.Calling;

namespace Multiprocessing.Managers;

/// <summary>
/// A turn whose member waits, on its thread, for a call to another object. Calls of the same chain that come meanwhile are run by that thread: the member cannot go on before
/// they have, and as long as it waits it sees nothing half-done of theirs. A lock that the member holds lets them in too, since they run on its thread.
/// </summary>
/// <remarks>A member that came in by a loan may wait and lend in its turn: loans lie on one another as calls do on the thread's stack, and only the top one is used.</remarks>
internal sealed class TurnLoan(Turn turn, Chain chain, SyncCall waiter, TurnLoan? outer)
{
    internal Chain Chain { get; } = chain;

    /// <summary>The call that the member waits for.</summary>
    internal SyncCall Waiter { get; } = waiter;

    /// <summary>The loan below this one.</summary>
    internal TurnLoan? Outer { get; } = outer;

    /// <summary>What waits to be run; guarded by the turn.</summary>
    internal Queue<TurnWork> Works { get; } = [];

    /// <summary>Whether something waits to be run.</summary>
    internal bool HasWork => turn.HasWork(this);

    /// <summary>Runs what has come, on the waiting thread.</summary>
    internal void RunAll() => turn.RunLent(this);
}
