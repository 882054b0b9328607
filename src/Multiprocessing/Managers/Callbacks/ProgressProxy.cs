namespace Multiprocessing.Managers.Callbacks;

/// <summary>Stands for a <see cref="ProgressSink"/> of the other end.</summary>
internal sealed class ProgressProxy(ProxyTarget target) : SharedProxy(target)
{
    internal void Report<T>(T value, bool wait)
    {
        CallWriter call = BeginCall(0);
        call.Write(value);
        if (wait) Invoke(call);
        else Target.Peer.Post(call);
        GC.KeepAlive(this);
    }
}
