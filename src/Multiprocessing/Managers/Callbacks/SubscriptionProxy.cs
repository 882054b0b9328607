namespace Multiprocessing.Managers.Callbacks;

/// <summary>Stands for an <see cref="EventSubscription"/> of the other end.</summary>
internal sealed class SubscriptionProxy(ProxyTarget target) : SharedProxy(target)
{
    /// <summary>Says how many were handled; how many were missed, which ends the subscription.</summary>
    internal ValueTask<long> HandledAsync(int count)
    {
        CallWriter call = BeginCall(EventSubscription.Handled);
        call.Write(count);
        return InvokeAsync<long>(call);
    }

    internal void End() => Invoke(BeginCall(EventSubscription.End));
}
