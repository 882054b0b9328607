namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What faces of waiting objects share.</summary>
internal static class Waits
{
    /// <summary>Waits on this thread for what the server answers: there it holds no thread.</summary>
    internal static T Wait<T>(ValueTask<T> call) => call.IsCompletedSuccessfully ? call.GetAwaiter().GetResult() : call.AsTask().GetAwaiter().GetResult();

    /// <summary>Lets a call run whose answer nobody needs: when the connection is lost meanwhile, the server has given back all by itself.</summary>
    internal static async void Forget(Func<ValueTask> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectionLostException or ObjectDisposedException or ObjectGoneException)
        {
            System.Diagnostics.Debug.WriteLine(e);
        }
    }

    /// <summary>Cancelled when the object cannot be reached any more, so what is held of it may be another's.</summary>
    internal static CancellationToken LostOf(object target) => target is SharedProxy proxy ? proxy.Target.Peer.Ended : CancellationToken.None;
}
