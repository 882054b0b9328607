using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Statistics;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing.Managers;

/// <summary>The objects of this process that connections may hold: registered ones by name, factories, and those that were given by reference.</summary>
internal sealed partial class ObjectHost(IReadOnlyDictionary<string, Hosted> named, IReadOnlyDictionary<string, Func<ServedCall, ValueTask>> factories)
{
    private readonly FrozenDictionary<string, Hosted> _named = named.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Func<ServedCall, ValueTask>> _factories = factories.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly Dictionary<(object Target, SharedContract Contract), Hosted> _held = new(new ByIdentity());
    private readonly Lock _gate = new();

    /// <summary>Where the connections of these objects write what happens.</summary>
    internal ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Hears of what callbacks throw.</summary>
    internal Action<CallbackFailedEventArgs>? CallbackFailed { get; set; }

    /// <summary>What stands before calls of the other end.</summary>
    internal IReadOnlyList<ICallFilter> IncomingFilters { get; init; } = [];

    /// <summary>What stands before calls of this end.</summary>
    internal IReadOnlyList<ICallFilter> OutgoingFilters { get; init; } = [];

    /// <summary>How long calls of this end may take that nothing else is said about.</summary>
    internal TimeSpan CallTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    internal CallClock Clock { get; } = new();

    /// <summary>The server's own object; null at a client.</summary>
    internal Hosted? View { get; set; }

    /// <summary>Calls by name; null where they are not allowed.</summary>
    internal Hosted? TextCalls { get; set; }

    internal IEnumerable<string> Names => _named.Keys.Concat(_made.Keys).Order(StringComparer.Ordinal);

    internal IEnumerable<string> FactoryNames => _factories.Keys.Order(StringComparer.Ordinal);

    internal IEnumerable<Hosted> Named => _named.Values.Concat(_made.Values);

    /// <summary>Objects that are held by reference.</summary>
    internal int HeldCount
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    /// <summary>Objects that are held by reference, now.</summary>
    internal Hosted[] Held
    {
        get
        {
            lock (_gate) return [.. _held.Values];
        }
    }

    /// <summary>Whether the object is registered, or held by reference.</summary>
    internal bool Hosts(object target)
    {
        if (Named.Any(one => ReferenceEquals(one.MadeTarget, target))) return true;
        lock (_gate) return _held.Keys.Any(key => ReferenceEquals(key.Target, target));
    }

    internal Func<ServedCall, ValueTask>? FindFactory(string name) => _factories.GetValueOrDefault(name);

    /// <summary>Holds an object for a connection until <see cref="Unhold"/>. All connections share its turn; null is one of its own.</summary>
    internal Hosted Hold(object target, SharedContract contract, Turn? turn)
    {
        if (target is Referent { Hosted: { } own }) return own;
        lock (_gate)
        {
            if (!_held.TryGetValue((target, contract), out Hosted? hosted))
            {
                // A registered object that a member returns is the registered one, and is not closed with its references.
                Hosted? registered = _named.Values.FirstOrDefault(one => ReferenceEquals(one.MadeTarget, target));
                if (registered is not null && registered.Contract == contract) return registered;
                // An object of another process is only passed on: its calls take their turns there, and it belongs to whoever hosts it.
                bool isRelay = target is SharedProxy;
                hosted = new Hosted(target, contract, isRelay ? new Turn(TurnPolicy.Concurrent) : turn ?? new Turn(registered?.Turn.Policy ?? contract.Turn), isOwned: registered is null && !isRelay);
                _held.Add((target, contract), hosted);
            }

            hosted.Holds++;
            return hosted;
        }
    }

    /// <summary>Gives a hold back; the last one closes an object that was made for its references.</summary>
    internal void Unhold(Hosted hosted)
    {
        if (hosted.Name is not null) return;
        bool isClosed;
        lock (_gate)
        {
            if (--hosted.Holds > 0) return;
            _held.Remove((hosted.Target, hosted.Contract));
            // The same object may be held under another interface still.
            isClosed = hosted.IsOwned && !_held.Keys.Any(key => ReferenceEquals(key.Target, hosted.Target));
        }

        hosted.NoteUnheld();
        if (isClosed) hosted.Turn.Close(hosted.Target, Log);
    }

    /// <summary>Tells those who want to know what a callback threw, since its caller does not wait for it.</summary>
    internal void NoteCallbackFailed(Exception error, string source)
    {
        ManagerLog.CallbackFailed(Log, source, error);
        try
        {
            CallbackFailed?.Invoke(new CallbackFailedEventArgs(error, source));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Who wants to know of errors and throws one is told of it once, in the log.
            ManagerLog.CallbackFailed(Log, nameof(Manager.CallbackFailed), e);
        }
    }

    private sealed class ByIdentity : IEqualityComparer<(object Target, SharedContract Contract)>
    {
        public bool Equals((object Target, SharedContract Contract) x, (object Target, SharedContract Contract) y) => (ReferenceEquals(x.Target, y.Target) || (x.Target is Delegate && x.Target.Equals(y.Target))) && x.Contract == y.Contract;

        public int GetHashCode((object Target, SharedContract Contract) key) => (key.Target is Delegate ? key.Target.GetHashCode() : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Target)) ^ key.Contract.GetHashCode();
    }
}
