using System.ComponentModel;
using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>A client's subscription to an event of an object of this process. For generated code.</summary>
/// <remarks>
/// <para>The client says how many raised events it has handled. With 1024 that it has not, the subscription has failed: what is raised then is counted and not sent, and the client hears the number.</para>
/// <para><b>Threads.</b> <see cref="Enter"/> and <see cref="Fail"/> from any, as the event is raised. <b>Processes.</b> When the client dies, it is disposed in the object's turn. <b>Cost.</b> A lock and a frame for each event.</para>
/// </remarks>
/// <example>
/// <code>
/// EventHandler&lt;Change&gt; post = call.ReadHandler&lt;EventHandler&lt;Change&gt;&gt;(out EventSubscription subscription);
/// </code></example>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventSubscription : IDisposable
{
    internal const int UnhandledMax = 1024;
    internal const int Handled = 0;
    internal const int End = 1;

    private readonly Lock _gate = new();
    private readonly SharedProxy? _handler;
    private readonly Peer _peer;
    private int _unhandled;
    private long _missed;
    private bool _hasEnded;

    internal EventSubscription(SharedProxy? handler, Peer peer)
    {
        _handler = handler;
        _peer = peer;
    }

    /// <summary>The members by number: how many the client has handled, answered by how many it missed; the end, answered when the handler is off.</summary>
    internal static SharedContract Contract { get; } = new(
        typeof(EventSubscription),
        "subscription",
        ["Subscription.Handled()", "Subscription.End()"],
        static target => new Managers.Callbacks.SubscriptionProxy(target),
        static (subscription, member, call) =>
        {
            ((EventSubscription)subscription).Serve(member, call);
            return default;
        })
    { Needed = AccessRights.None };

    internal Action? Unsubscribe { get; set; }

    /// <summary>Counts an event that is raised.</summary>
    /// <returns>Whether it is to be sent.</returns>
    public bool Enter()
    {
        lock (_gate)
        {
            if (_hasEnded) return false;
            if (_missed > 0 || _unhandled == UnhandledMax) _missed++;
            else _unhandled++;
            return _missed == 0;
        }
    }

    /// <summary>Notes that an event could not be sent; whoever raised it hears nothing of that.</summary>
    /// <param name="error">Why.</param>
    public void Fail(Exception error) => _peer.Host.NoteCallbackFailed(error, "an event that is raised");

    /// <summary>Takes the handler off the event.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _hasEnded = true;
        }

        Unsubscribe?.Invoke();
        _handler?.Dispose();
    }

    private void Serve(int member, ServedCall call)
    {
        if (member == End)
        {
            call.EndArguments();
            Dispose();
            return;
        }

        int handled = call.Read<int>();
        call.EndArguments();
        long missed;
        lock (_gate)
        {
            _unhandled -= Math.Clamp(handled, 0, _unhandled);
            missed = _missed;
        }

        if (missed > 0) Dispose();
        call.Write(missed);
    }
}
