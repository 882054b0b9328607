using System.Diagnostics;
using Multiprocessing.Managers.Limits;

namespace Multiprocessing.Managers;

/// <summary>An object of this process that others may call, with its turn. A registered one is made by the first call.</summary>
internal sealed class Hosted
{
    private readonly Lock _making = new();
    private readonly Func<object>? _factory;
    private object? _target;
    private List<Action>? _whenUnheld;
    private long _madeAt;
    private long _calls;
    private long _ended;

    /// <summary>An object that came as a result or argument.</summary>
    internal Hosted(object target, SharedContract contract, Turn turn, bool isOwned)
    {
        _target = target;
        _madeAt = Stopwatch.GetTimestamp();
        Contract = contract;
        Turn = turn;
        IsOwned = isOwned;
    }

    /// <summary>An object that is registered under a name.</summary>
    internal Hosted(string name, SharedContract contract, TurnPolicy policy, Func<object> factory)
    {
        Name = name;
        Contract = contract;
        Turn = new Turn(policy);
        _factory = factory;
    }

    internal string? Name { get; }

    internal SharedContract Contract { get; }

    /// <summary>Makes an object of a session of its own; null where all sessions have the same.</summary>
    internal Func<SharedSession, Hosted>? OfSession { get; init; }

    /// <summary>What a ready-made object holds; null for others.</summary>
    internal string? TypeText { get; init; }

    internal Turn Turn { get; }

    /// <summary>Counts calls against the object's limits; null where it has none.</summary>
    internal ObjectLoad? Load { get; init; }

    /// <summary>Whether the object was made for its references, and is closed with the last one.</summary>
    internal bool IsOwned { get; }

    /// <summary>Connections that hold it; guarded by the host.</summary>
    internal int Holds { get; set; }

    /// <summary>How much is to be done when nobody holds the object any more.</summary>
    internal int UnheldCount
    {
        get
        {
            lock (_making) return _whenUnheld?.Count ?? 0;
        }
    }

    /// <summary>Has something done when nobody holds the object any more. The caller holds it now.</summary>
    internal void WhenUnheld(Action action)
    {
        lock (_making) (_whenUnheld ??= []).Add(action);
    }

    internal void NoteUnheld()
    {
        List<Action>? actions;
        lock (_making) (actions, _whenUnheld) = (_whenUnheld, null);
        if (actions is null) return;
        foreach (Action action in actions) action();
    }

    /// <summary>The object if it was made.</summary>
    internal object? MadeTarget => Volatile.Read(ref _target);

    /// <summary>The object, made now if it was not yet. A factory that throws leaves nothing: the next call tries again.</summary>
    /// <exception cref="FactoryFailedException">The factory threw.</exception>
    internal object Target => Volatile.Read(ref _target) ?? Make();

    /// <summary>Calls on it that were begun.</summary>
    internal long Calls => Interlocked.Read(ref _calls);

    /// <summary>Calls on it that have begun and not ended.</summary>
    internal long WaitingCalls
    {
        get
        {
            // In this order: a call that begins and ends meanwhile is not counted as one that ended before it began.
            long ended = Interlocked.Read(ref _ended);
            return Interlocked.Read(ref _calls) - ended;
        }
    }

    /// <summary>Since when the object exists; zero while it was not made.</summary>
    internal TimeSpan Age => MadeTarget is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _madeAt));

    internal void NoteBegun() => Interlocked.Increment(ref _calls);

    internal void NoteEnded()
    {
        Interlocked.Increment(ref _ended);
        Load?.NoteEnded();
    }

    /// <summary>Names it in a log.</summary>
    public override string ToString() => Name is null ? $"a {Contract.Type.Name}" : $"{Contract.Type.Name} '{Name}'";

    private object Make()
    {
        lock (_making)
        {
            if (_target is not null) return _target;
            try
            {
                object made = _factory!() ?? throw Errors.FactoryGaveNull(Name!);
                Volatile.Write(ref _madeAt, Stopwatch.GetTimestamp());
                Volatile.Write(ref _target, made);
                return made;
            }
            catch (Exception e)
            {
                throw new FactoryFailedException(e);
            }
        }
    }
}
