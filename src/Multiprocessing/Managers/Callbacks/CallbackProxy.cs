using System.ComponentModel;

namespace Multiprocessing;

/// <summary>The base of what the generator writes for a delegate type: stands for a delegate of another process.</summary>
/// <remarks>The delegates that it gives keep it alive; when nobody has one any more, the reference is given back.</remarks>
/// <param name="target">What it stands for.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallbackProxy(ProxyTarget target) : SharedProxy(target)
{
    /// <summary>The delegate: calls the one of the other process and waits for its end. The same each time.</summary>
    public abstract Delegate Caller { get; }

    /// <summary>The delegate that does not wait, nor hears of errors; null where the delegate has a result.</summary>
    public abstract Delegate? Poster { get; }

    /// <summary>Sends a call that nobody waits for.</summary>
    /// <param name="call">From <see cref="SharedProxy.BeginCall"/>.</param>
    protected void Post(CallWriter call)
    {
        Target.Peer.Post(call);
        GC.KeepAlive(this);
    }
}
