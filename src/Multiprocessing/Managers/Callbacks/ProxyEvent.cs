using System.ComponentModel;
using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing;

/// <summary>
/// An event of an object of another process, as its proxy has it. The first handler subscribes there, the last one that goes unsubscribes; what is raised is handed to all handlers here, by C#'s rules for
/// delegates. For generated code.
/// </summary>
/// <remarks>
/// Handlers run one after another, in the order in which events were raised, on a thread of the library; each on the synchronization context on which it was added, where there was one. What a handler throws goes to
/// <see cref="Manager.CallbackFailed"/>.
/// </remarks>
/// <typeparam name="T">The event's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProxyEvent<T>
    where T : Delegate
{
    // The server lets 1024 events wait for their handlers; it hears in time that they do not.
    private const int HandledStep = 128;

    private readonly SharedProxy _proxy;
    private readonly int _addMember;
    private readonly string _name;
    private readonly Func<ProxyEvent<T>, T> _sinkOf;
    private readonly object _subscribing = new();
    private readonly Lock _gate = new();
    private List<(T Handler, SynchronizationContext? Context)> _handlers = [];
    private SubscriptionProxy? _subscription;
    private int _handled;

    internal ProxyEvent(SharedProxy proxy, int addMember, string name, Func<ProxyEvent<T>, T> sinkOf)
    {
        _proxy = proxy;
        _addMember = addMember;
        _name = name;
        _sinkOf = sinkOf;
    }

    /// <summary>Adds a handler; returns when the object has this client as a subscriber.</summary>
    /// <param name="handler">The handler; null is nobody.</param>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public void Add(T? handler)
    {
        if (handler is null) return;
        SynchronizationContext? context = SynchronizationContext.Current;
        lock (_subscribing)
        {
            Change(handlers => handlers.AddRange(handler.GetInvocationList().Select(one => ((T)one, context))));
            try
            {
                if (_subscription is null || _proxy.Target.Peer.Ended.IsCancellationRequested) _subscription = Subscribe();
            }
            catch
            {
                Change(handlers => Take(handlers, handler));
                throw;
            }
        }
    }

    /// <summary>Removes the last handler that is equal; with the last of all, returns when the object has this client as a subscriber no more.</summary>
    /// <param name="handler">The handler; one that was not added is none.</param>
    public void Remove(T? handler)
    {
        if (handler is null) return;
        lock (_subscribing)
        {
            Change(handlers => Take(handlers, handler));
            if (_handlers.Count == 0) End();
        }
    }

    /// <summary>Hands an event to the handlers.</summary>
    /// <param name="call">Calls one of them.</param>
    public void Raise(Action<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        foreach ((T handler, SynchronizationContext? context) in Volatile.Read(ref _handlers))
        {
            if (context is null) Run(handler, call);
            else Send(handler, call, context);
        }

        if (Interlocked.Increment(ref _handled) % HandledStep == 0 && Volatile.Read(ref _subscription) is { } subscription) _ = TellAsync(subscription);
    }

    /// <summary>Gives the subscription back: the proxy is disposed.</summary>
    internal void Close()
    {
        lock (_subscribing)
        {
            Change(static handlers => handlers.Clear());
            _subscription?.Dispose();
            _subscription = null;
        }
    }

    private SubscriptionProxy Subscribe()
    {
        _handled = 0;
        return _proxy.Subscribe(_addMember, _sinkOf(this));
    }

    private void End()
    {
        SubscriptionProxy? subscription = _subscription;
        _subscription = null;
        if (subscription is null) return;
        try
        {
            subscription.End();
        }
        catch (ConnectionLostException)
        {
            // What is asked for, the end of the connection has done.
        }
        finally
        {
            subscription.Dispose();
        }
    }

    private void Change(Action<List<(T Handler, SynchronizationContext? Context)>> change)
    {
        lock (_gate)
        {
            // Whoever is at the list now goes through the old one, as with delegates.
            List<(T, SynchronizationContext?)> changed = [.. _handlers];
            change(changed);
            Volatile.Write(ref _handlers, changed);
        }
    }

    // As Delegate.Remove: the last place at which all targets of the handler stand together.
    private static void Take(List<(T Handler, SynchronizationContext? Context)> handlers, T handler)
    {
        Delegate[] wanted = handler.GetInvocationList();
        for (int at = handlers.Count - wanted.Length; at >= 0; at--)
        {
            if (!wanted.Where((one, i) => !one.Equals(handlers[at + i].Handler)).Any())
            {
                handlers.RemoveRange(at, wanted.Length);
                return;
            }
        }
    }

    private void Run(T handler, Action<T> call)
    {
        try
        {
            call(handler);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _proxy.Target.Peer.Host.NoteCallbackFailed(e, $"a handler of {_proxy.Target.Contract.Type.Name}.{_name}");
        }
    }

    private void Send(T handler, Action<T> call, SynchronizationContext context)
    {
        try
        {
            context.Post(_ => Run(handler, call), null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _proxy.Target.Peer.Host.NoteCallbackFailed(e, $"the synchronization context of a handler of {_proxy.Target.Contract.Type.Name}.{_name}");
        }
    }

    /// <summary>Tells the server how many were handled, and hears whether it had to leave some out.</summary>
    private async Task TellAsync(SubscriptionProxy subscription)
    {
        try
        {
            long missed = await subscription.HandledAsync(HandledStep).ConfigureAwait(false);
            if (missed == 0) return;
            lock (_subscribing)
            {
                if (!ReferenceEquals(_subscription, subscription)) return;
                _subscription = null;
                Change(static handlers => handlers.Clear());
            }

            subscription.Dispose();
            _proxy.Target.Peer.Host.NoteCallbackFailed(Errors.EventsMissed(_proxy.ToString(), _name, missed), $"the subscription to {_proxy.Target.Contract.Type.Name}.{_name}");
        }
        catch (Exception e) when (e is MultiprocessingException or ObjectDisposedException)
        {
            // The subscription, or the connection, has ended meanwhile, and those who care hear of that elsewhere.
            System.Diagnostics.Debug.WriteLine(e);
        }
    }
}
