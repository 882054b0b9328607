using Multiprocessing.Managers.Callbacks;
using Multiprocessing.Managers.Calling;

namespace Multiprocessing;

/// <summary>Events, and what is lent to a call.</summary>
public abstract partial class SharedProxy
{
    private List<Action>? _closings;

    /// <summary>The proxy's side of an event, made by its first use.</summary>
    /// <typeparam name="T">The event's type.</typeparam>
    /// <param name="place">Where the proxy keeps it.</param>
    /// <param name="addMember">The number of the event's <c>add</c> in the contract.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="sinkOf">Makes what is called by the other process.</param>
    /// <returns>The event.</returns>
    protected ProxyEvent<T> EventOf<T>(ref ProxyEvent<T>? place, int addMember, string name, Func<ProxyEvent<T>, T> sinkOf)
        where T : Delegate
    {
        if (Volatile.Read(ref place) is { } known) return known;
        var made = new ProxyEvent<T>(this, addMember, name, sinkOf);
        if (Interlocked.CompareExchange(ref place, made, null) is { } other) return other;
        lock (Target) (_closings ??= []).Add(made.Close);
        return made;
    }

    internal SubscriptionProxy Subscribe<T>(int addMember, T sink)
        where T : Delegate
    {
        CallWriter call = BeginCall(addMember);
        call.WriteHandler(sink);
        CallReader reply = InvokeForReply(call);
        var subscription = (SubscriptionProxy)reply.ReadLiving(EventSubscription.Contract)!;
        reply.End();
        return subscription;
    }

    private void CloseEvents()
    {
        Action[] closings;
        lock (Target) closings = _closings?.ToArray() ?? [];
        foreach (Action close in closings) close();
    }

    private ValueTask<CallReader> SendAsync(CallWriter call, CancellationToken cancellationToken)
    {
        if (call.Loans is { } loans) return SendLendingAsync(call, loans, cancellationToken);
        return !cancellationToken.CanBeCanceled && SynchronousCall.TryTake() ? new ValueTask<CallReader>(Target.Peer.Invoke(call, this)) : Target.Peer.InvokeAsync(call, this, cancellationToken);
    }

    private async ValueTask<CallReader> SendLendingAsync(CallWriter call, CallLoans loans, CancellationToken cancellationToken)
    {
        try
        {
            return await Target.Peer.InvokeAsync(call, this, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await loans.EndAsync().ConfigureAwait(false);
        }
    }

    private CallReader SendLending(CallWriter call, CallLoans loans)
    {
        try
        {
            return Target.Peer.Invoke(call, this);
        }
        finally
        {
            loans.End();
        }
    }
}
