namespace Multiprocessing.Managers;

/// <summary>
/// The synchronization context of a member that came in with a chain: as the object's turn, but its continuations bear the chain too, so they are run where the member that waits for
/// them has lent its turn.
/// </summary>
internal sealed class ReentryContext(Turn turn, Chain chain) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => turn.Post(d, state, chain);

    public override void Send(SendOrPostCallback d, object? state) => turn.Send(d, state);
}
