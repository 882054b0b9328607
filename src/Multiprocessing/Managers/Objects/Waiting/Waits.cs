using Multiprocessing.Managers.Calling;

namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What faces of waiting objects share.</summary>
internal static class Waits
{
    /// <summary>Waits on this thread for what the server answers: there it holds no thread. The call itself is a synchronous one, so no thread of the pool is needed to wake this one.</summary>
    /// <param name="call">The asynchronous form, which makes one call first.</param>
    internal static T Wait<T>(Func<ValueTask<T>> call)
    {
        ValueTask<T> made = SynchronousCall.MakeNext(call);
        // Where the object is in this process, nothing is called through a proxy.
        return made.IsCompleted ? made.GetAwaiter().GetResult() : made.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>
    /// Lets a call run whose answer nobody needs. When the connection is lost meanwhile, the server has given back all by itself; where the server was silent for too long, it gets the call when it goes on; and what
    /// it says of a hold or ticket that it does not know is that it has ended before.
    /// </summary>
    internal static async void Forget(Func<ValueTask> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is MultiprocessingException or ObjectDisposedException or TimeoutException or SynchronizationLockException or InvalidOperationException)
        {
            System.Diagnostics.Debug.WriteLine(e);
        }
    }

    /// <summary>Cancelled when the object cannot be reached any more, so what is held of it may be another's.</summary>
    internal static CancellationToken LostOf(object target) => target is SharedProxy proxy ? proxy.Target.Peer.Ended : CancellationToken.None;
}
