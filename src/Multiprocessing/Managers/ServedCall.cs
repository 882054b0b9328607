using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Filters;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing;

/// <summary>A call of another process on an object of this one. For generated code.</summary>
/// <remarks>Read all arguments, say <see cref="EndArguments"/>, call the member, write its results.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing of the system; a late Cancel may still come to it.")]
public sealed partial class ServedCall
{
    /// <summary>Items that a lazy result may have; it is drained inside the call.</summary>
    private const int DrainedMax = 1_000_000;

    private static readonly AsyncLocal<ServedCall?> s_flowing = new();

    [ThreadStatic]
    private static ServedCall? t_running;

    [ThreadStatic]
    private static ServedCall? t_spare;

    private readonly CallReader _arguments = new();
    private readonly Lock _gate = new();
    private Peer _peer;
    private Hosted? _hosted;
    private Func<ServedCall, ValueTask>? _factory;
    private int _member;
    private CallWriter? _result;
    private CancellationTokenSource? _cancellation;
    private bool _isCancelled;
    private bool _hasNotBegun;
    private string? _cutReason;
    private long _timedFrom;
    private CallObservation? _observation;
    private bool _flows;
    private Chain? _chain;

    /// <summary>A call of a factory.</summary>
    internal ServedCall(Peer peer, FrameHeader header, Func<ServedCall, ValueTask> factory, ActivityContext parent)
    {
        _peer = peer;
        Header = header;
        Turn = new Turn(TurnPolicy.Concurrent);
        _factory = factory;
        Parent = parent;
    }

    private ServedCall(Peer peer, FrameHeader header, Hosted hosted, int member, ActivityContext parent)
    {
        _peer = peer;
        Header = header;
        Turn = hosted.Turn;
        _hosted = hosted;
        _member = member;
        Parent = parent;
    }

    /// <summary>Cancelled when the caller cancels the call, or its process ends.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_cancellation is null)
                {
                    _cancellation = new CancellationTokenSource();
                    if (_isCancelled) _cancellation.Cancel();
                }

                return _cancellation.Token;
            }
        }
    }

    /// <summary>The call whose member runs here: on this thread, or before the awaits that led here.</summary>
    internal static ServedCall? Current => t_running ?? s_flowing.Value;

    internal SharedSession Session => _peer.Session;

    /// <summary>Who calls.</summary>
    internal ClientIdentity Client => _peer.Client;

    internal FrameHeader Header { get; private set; }

    /// <summary>The object; null for a call of a factory.</summary>
    internal Hosted? Object => _hosted;

    /// <summary>The trace that the caller is in; nothing when it is in none.</summary>
    internal ActivityContext Parent { get; private set; }

    /// <summary>The member's number in the contract of the object.</summary>
    internal int Member => _member;

    internal ulong Id => Header.Id;

    /// <summary>The turn that the call takes.</summary>
    internal Turn Turn { get; private set; }

    /// <summary>The chain with which the call came; null when its caller waits in no member.</summary>
    internal Chain? ArrivedChain { get; private set; }

    /// <summary>The number by which <see cref="ArrivedChain"/> is left; 0 for none.</summary>
    internal ulong ChainNumber { get; private set; }

    /// <summary>The chain of the call if it has one yet.</summary>
    internal Chain? ChainIfAny => Volatile.Read(ref _chain);

    /// <summary>The chain of the call, begun now if it came with none.</summary>
    internal Chain Chain => ChainIfAny ?? Interlocked.CompareExchange(ref _chain, new Chain(), null) ?? _chain;

    /// <summary>Reads the next argument.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <returns>The value.</returns>
    public T Read<T>() => _arguments.Read<T>();

    /// <summary>Reads the next argument, an object by reference.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <returns>A proxy, or the object itself where it lives here.</returns>
    public T? ReadReference<T>()
        where T : class => _arguments.ReadReference<T>();

    /// <summary>Says that all arguments of a synchronous member were read.</summary>
    public void EndArguments() => _arguments.End();

    /// <summary>Says that all arguments of an asynchronous member were read. What it calls after its awaits belongs to this call too.</summary>
    public void EndAsyncArguments()
    {
        _arguments.End();
        _flows = true;
        s_flowing.Value = this;
    }

    /// <summary>Writes the result, then each out and ref parameter.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <param name="value">The value.</param>
    public void Write<T>(T value) => Result.Write(value);

    /// <summary>Writes a result that is an object by reference.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="value">The object.</param>
    public void WriteReference<T>(T? value)
        where T : class => Result.WriteReference(value);

    /// <summary>Takes all items of a lazy result while the object's turn is held.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The result.</param>
    /// <returns>The items.</returns>
    /// <exception cref="InvalidOperationException">They are more than a million.</exception>
    public static T[]? Drain<T>(IEnumerable<T>? items)
    {
        if (items is null) return null;
        if (items is T[] array) return array;
        var drained = new List<T>();
        foreach (T item in items)
        {
            if (drained.Count == DrainedMax) throw Errors.DrainedTooLong(DrainedMax);
            drained.Add(item);
        }

        return [.. drained];
    }

    /// <summary>Runs the call; completes when it has been answered. Never throws.</summary>
    internal async ValueTask RunAsync()
    {
        // What the member awaits comes back to the object's turn; this method itself ends anywhere.
        ValueTask running;
        ServedCall? outer = t_running;
        _hosted?.Load?.NoteStarted();
        try
        {
            if (_isCancelled)
            {
                _hasNotBegun = true;
                throw new OperationCanceledException(CancellationToken);
            }

            t_running = this;
            _timedFrom = _peer.Host.Clock.Begin();
            _observation = CallObservation.OfServer(Object?.Contract, Member, Parent, _peer.Address);
            running = _peer.Host.IncomingFilters.Count == 0 ? Dispatch() : RunFilteredAsync();
        }
        catch (Exception e)
        {
            t_running = outer;
            End(e);
            return;
        }

        t_running = outer;

        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End(e);
            return;
        }

        End(null);
    }

    /// <summary>Cancels the call, unless it has ended and this is another one by now.</summary>
    internal void Cancel(ulong id)
    {
        CancellationTokenSource? cancellation;
        lock (_gate)
        {
            if (Id != id) return;
            _isCancelled = true;
            cancellation = _cancellation;
        }

        try
        {
            cancellation?.Cancel();
        }
        catch (AggregateException)
        {
            // What the member's own registrations with the token throw is nobody's answer: the call ends by its member, as any.
        }
    }

    /// <summary>Cancels the call, since the server ends: where it ends by that, its caller hears the reason.</summary>
    internal void Cut(string reason, ulong id)
    {
        lock (_gate)
        {
            if (Id != id) return;
            _cutReason = reason;
        }

        Cancel(id);
    }

    private ValueTask Dispatch() => _factory is null ? _hosted!.Contract.Dispatch(_hosted.Target, _member, this) : _factory(this);

    private async ValueTask RunFilteredAsync()
    {
        bool hasRun = false;
        try
        {
            await FilterChain.RunAsync(_peer.Host.IncomingFilters, FilterChain.Describe(_peer, Object?.Contract, Member, Object?.Name), () =>
            {
                hasRun = true;
                return Dispatch();
            });
        }
        catch (Exception e) when (!hasRun)
        {
            ManagerLog.FilterFailed(_peer.Host.Log, _peer.Address, Object?.Contract.Members[Member] ?? "a factory", _peer.Client, e);
            throw;
        }

        if (!hasRun) throw Errors.FilterSkippedMember(Object?.Contract.Members[Member] ?? "a factory");
    }

    /// <summary>A call of a member of an object.</summary>
    internal static ServedCall Rent(Peer peer, FrameHeader header, Hosted hosted, int member, ActivityContext parent)
    {
        ServedCall? call = t_spare;
        if (call is null) return new ServedCall(peer, header, hosted, member, parent);
        t_spare = null;
        lock (call._gate)
        {
            call._peer = peer;
            call.Header = header;
            call.Turn = hosted.Turn;
            call._hosted = hosted;
            call._member = member;
            call.Parent = parent;
            // Who came late to cancel the ended one may have found it here.
            call._isCancelled = false;
            call._cutReason = null;
        }

        return call;
    }

    /// <summary>Notes the chain with which the call came, before it begins.</summary>
    internal void Arrive(Chain chain, ulong number)
    {
        ArrivedChain = _chain = chain;
        ChainNumber = number;
    }

    /// <summary>Gives the call a copy of its arguments.</summary>
    internal ServedCall WithArguments(Peer peer, ArraySegment<byte> body)
    {
        _arguments.BeginOwn(peer, body, Header.ListsReferences);
        return this;
    }

    /// <summary>Gives the call its arguments where they lie.</summary>
    internal ServedCall WithArgumentsAt(Peer peer, ArraySegment<byte> body)
    {
        _arguments.Begin(peer, body, Header.ListsReferences);
        return this;
    }

    /// <summary>Whether the member may run on the thread that reads: one that came with a chain may have to go to a thread that waits, one that was slow goes to the threads for such.</summary>
    internal bool MayRunAtOnce => _hosted is not null && ArrivedChain is null && !_hosted.Contract.IsSlow(_member);

    /// <summary>Notes that the member kept the thread that reads.</summary>
    internal void NoteSlow() => _hosted?.Contract.NoteSlow(_member);

    /// <summary>Keeps an ended call for the next one on this thread, if nobody else can have it: not where awaits or a token may still lead to it.</summary>
    internal void Recycle()
    {
        if (_flows || _cancellation is not null || _isCancelled || Header.Kind != FrameKind.Call) return;
        _chain = null;
        _observation = null;
        _hosted = null;
        t_spare = this;
    }

    private CallWriter Result => _result ??= RentResult();

    // A writer of its own, not the thread's spare one: the call may go on elsewhere.
    private CallWriter RentResult() => CallWriter.Rent(_peer, new FrameHeader(FrameKind.Result, 0, Id, 0));

    private void End(Exception? error)
    {
        GiveBack();
        _arguments.Return();
        _peer.Host.Clock.End(_timedFrom);
        _observation?.End(error);
        Object?.NoteEnded();
        if (error is ConnectionLostException lost && Relayed is { } relayed) error = Errors.HostGone(relayed.ToString(), ClientText(relayed), relayed.Target.Peer.LossReason, lost.OutcomeUnknown);
        if (error is not null) Report(error);
        if (Header.Kind == FrameKind.Post)
        {
            if (_result is not null) _peer.UndoReferences(_result);
            _result?.Return();
            return;
        }

        CallWriter answer = Result;
        _result = null;
        if (error is not null)
        {
            _peer.UndoReferences(answer);
            if (error is OperationCanceledException && _isCancelled && _cutReason is null)
            {
                answer.Restart(new FrameHeader(FrameKind.Cancelled, _hasNotBegun ? FrameHeader.NotBegun : (ushort)0, Id, 0), keepBody: false);
            }
            else
            {
                RemoteFailure failure = error switch
                {
                    OperationCanceledException when _cutReason is { } reason => new RemoteFailure(FailureKind.Ended, "", reason, "", "", []),
                    FactoryFailedException { InnerException: { } inner } => RemoteFailure.Of(inner, FailureKind.FactoryThrew),
                    PermissionDeniedException denied => RemoteFailure.Denied(denied.KeyName, denied.Granted, denied.Needed, denied.Member),
                    InvalidMessageException => RemoteFailure.Of(error, FailureKind.ArgumentsUnreadable),
                    _ => RemoteFailure.Of(error),
                };
                answer.Restart(new FrameHeader(FrameKind.Failure, (ushort)failure.Kind, Id, 0), keepBody: false);
                failure.Write(answer);
            }
        }

        _peer.Answer(this, answer);
    }

    /// <summary>The object's proxy where calls on it are only passed on, and the way on is lost.</summary>
    private SharedProxy? Relayed =>
        ((Object?.MadeTarget as Delegate)?.Target ?? Object?.MadeTarget) is SharedProxy { Target.Peer.LossReason.Length: > 0 } proxy ? proxy : null;

    private static string ClientText(SharedProxy proxy) => proxy.Target.Peer.Client is { Number: not 0 } client ? $" (client {client})" : "";

    private void Report(Exception error)
    {
        if (error is OperationCanceledException && _isCancelled) return;
        if (error is FactoryFailedException { InnerException: { } inner }) ManagerLog.FactoryFailed(_peer.Host.Log, Object?.ToString() ?? "a new object", _peer.Client, inner);
        else ManagerLog.MemberFailed(_peer.Host.Log, Object?.Contract.Members[Member] ?? "a factory", Object?.ToString() ?? "a new object", _peer.Client, error);
    }
}
