using System.Diagnostics;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Managers.Serving;

namespace Multiprocessing.Managers;

/// <summary>Calls of this process on objects of the other.</summary>
internal abstract partial class Peer
{
    private readonly Dictionary<ulong, PendingCall> _pending = [];
    private readonly Dictionary<SharedContract, int> _declaredByMe = [];
    private ulong _lastCall;
    private int _memberCount;
    private int _pendingAtLoss;

    /// <summary>Calls of this process that have not ended.</summary>
    internal int PendingCount
    {
        get
        {
            lock (_pending) return _pending.Count;
        }
    }

    /// <summary>Gives a contract's members numbers on this connection, before the first call of one of them; the first member's number.</summary>
    internal int Declare(SharedContract contract)
    {
        lock (_declaredByMe)
        {
            if (_declaredByMe.TryGetValue(contract, out int first)) return first;
            first = _memberCount;
            if (first + contract.Members.Count > ushort.MaxValue + 1) throw Errors.TooManyMembers(Address);
            CallWriter frame = CallWriter.Rent(this, new FrameHeader(FrameKind.Declare, (ushort)first, 0, 0));
            frame.Write(contract.TypeName);
            frame.Write((ulong[])[.. contract.Hashes]);
            // Calls that use the numbers are appended after this frame, since their callers got them from here.
            Append(frame);
            _memberCount += contract.Members.Count;
            _declaredByMe.Add(contract, first);
            return first;
        }
    }

    /// <summary>Begins a call. One that a member of an object makes belongs to that member's chain; one that is made in a trace carries its context.</summary>
    internal CallWriter BeginCall(FrameKind kind, ushort member, ulong target, SharedContract? contract = null, int number = 0)
    {
        Chain? chain = ServedCall.Current?.Chain;
        CallObservation? observation = CallObservation.OfClient(contract, number, Address);
        ActivityContext? trace = observation?.Context ?? TraceParent.Current;
        CallWriter call = CallWriter.Rent(this, new FrameHeader(kind, member, 0, target) { Chain = chain?.NumberOn(this) ?? 0, IsTraced = trace is not null }, chain);
        call.Observation = observation;
        if (trace is { } context) call.WriteTrace(context);
        return call;
    }

    /// <summary>Sends a call and waits. A member that waits lets the calls of its chain into its turn.</summary>
    internal CallReader Invoke(CallWriter call, SharedProxy? proxy)
    {
        if (Host.OutgoingFilters.Count > 0) return InvokeFiltered(call, proxy);
        return call is { Observation: null, Limit: null } ? SendAndWait(call, proxy) : InvokeWatched(call, proxy);
    }

    /// <summary>Sends a call. The token cancels it at the server, whose answer ends it: a result that comes first is returned.</summary>
    internal ValueTask<CallReader> InvokeAsync(CallWriter call, SharedProxy? proxy, CancellationToken cancellationToken)
    {
        return Host.OutgoingFilters.Count > 0 ? InvokeFilteredAsync(call, proxy, cancellationToken) : SendUnfilteredAsync(call, proxy, cancellationToken);
    }

    private ValueTask<CallReader> SendUnfilteredAsync(CallWriter call, SharedProxy? proxy, CancellationToken cancellationToken) =>
        call is { Observation: null, Limit: null } ? SendAsync(call, proxy, cancellationToken) : InvokeWatchedAsync(call, proxy, cancellationToken);

    /// <summary>Whether nobody sees or changes a call on its way: then its reply is read without a detour.</summary>
    internal bool IsPlain(CallWriter call) => Host.OutgoingFilters.Count == 0 && call is { Observation: null, Limit: null };

    /// <summary>Sends a plain call whose reply is one value. The token cancels it as in <see cref="InvokeAsync"/>.</summary>
    internal ValueTask<T> SendForResultAsync<T>(CallWriter call, SharedProxy proxy, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Drop(call);
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            var pending = ResultCall<T>.Rent(this, call, proxy, cancellationToken);
            ValueTask<T> result = pending.Result;
            Send(call, pending);
            return result;
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    /// <summary>Sends a plain call whose reply is empty.</summary>
    internal ValueTask SendForEndAsync(CallWriter call, SharedProxy proxy, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Drop(call);
            return ValueTask.FromCanceled(cancellationToken);
        }

        try
        {
            var pending = ResultCall<Nothing>.Rent(this, call, proxy, cancellationToken);
            ValueTask end = pending.End;
            Send(call, pending);
            return end;
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private CallReader SendAndWait(CallWriter call, SharedProxy? proxy)
    {
        Turn? turn = call.Chain is null ? null : Turn.OfThread;
        SyncCall pending = SyncCall.Rent(call, proxy, lends: turn is not null);
        FrameHeader header = Begin(call, pending, out _);
        TurnLoan? loan = turn?.Lend(pending.Chain!, pending);
        try
        {
            // A member that waits keeps nobody else from being served.
            ServerLoop.GiveAway();
            PrepareWait(loan);
            FlushNow();
            WaitFor(pending, loan);
            return pending.Take();
        }
        catch (CallFailedException e)
        {
            throw RemoteErrors.Make(e, proxy, header, Address, CancellationToken.None);
        }
        finally
        {
            if (loan is not null) turn!.TakeBack(loan);
        }
    }

    private ValueTask<CallReader> SendAsync(CallWriter call, SharedProxy? proxy, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Drop(call);
            return ValueTask.FromCanceled<CallReader>(cancellationToken);
        }

        ReplyCall pending = ReplyCall.Rent(this, call, proxy, cancellationToken);
        ValueTask<CallReader> reply = pending.Reply;
        Send(call, pending);
        return reply;
    }

    private void Send(CallWriter call, AsyncCall pending)
    {
        Begin(call, pending, out int waiting);
        // Nobody but this caller has the reply to take, so the call is not another one yet, even if it has ended.
        pending.ListenToToken();
        FlushCall(waiting);
    }

    private void Drop(CallWriter call)
    {
        UndoReferences(call);
        call.Return();
    }

    /// <summary>Asks the server to end a call; it is still answered.</summary>
    internal void CancelPendingCall(ulong id)
    {
        lock (_pending)
        {
            if (!_pending.ContainsKey(id)) return;
        }

        Send(new FrameHeader(FrameKind.Cancel, 0, id, 0));
    }

    /// <summary>Sends a call that nobody waits for.</summary>
    internal void Post(CallWriter call)
    {
        call.Restart(call.Header with { Kind = FrameKind.Post }, keepBody: true);
        ThrowIfTooLarge(call);
        if (Append(call)) FlushSoon();
    }

    /// <summary>Gives the call its id, notes who waits, and appends its frame.</summary>
    private FrameHeader Begin(CallWriter call, PendingCall pending, out int waiting)
    {
        ulong id = Interlocked.Increment(ref _lastCall);
        FrameHeader header = call.Header with { Id = id };
        call.Restart(header, keepBody: true);
        ThrowIfTooLarge(call);

        if (pending.Chain is not null) EnterChain(pending.ChainNumber, pending.Chain);
        pending.NoteBegun(header);
        if (TryNotePending(id, pending))
        {
            if (pending.NeedsReader) NoteNeed(1);
            call.Limit?.Begin(this, id);
            waiting = call.AppendTo(Output);
        }
        else
        {
            waiting = 0;
            FailUnsent(pending);
        }

        call.Return();
        return header;
    }

    private bool TryNotePending(ulong id, PendingCall pending)
    {
        lock (_pending)
        {
            // After the loss was noted nobody looks at the table again.
            if (_lossReason is not null) return false;
            _pending.Add(id, pending);
            return true;
        }
    }

    private void FailUnsent(PendingCall pending) => pending.Fail(() => LostError(outcomeUnknown: false, _pendingAtLoss));

    /// <summary>A call was taken out of the table.</summary>
    private void NoteEnd(PendingCall pending)
    {
        LeaveChain(pending.ChainNumber);
        if (pending.NeedsReader) NoteNeed(-1);
    }

    private void ThrowIfTooLarge(CallWriter call)
    {
        int size = call.BodySize + call.Header.Size;
        if (size <= Limits.FrameSizeMax) return;
        UndoReferences(call);
        call.Return();
        throw Errors.CallTooLarge(Address, size, Limits.FrameSizeMax);
    }

    /// <summary>Appends a frame and gives its writer back.</summary>
    private bool Append(CallWriter frame)
    {
        bool isTaken = frame.AppendTo(Output) > 0;
        frame.Return();
        return isTaken;
    }

    private void EndPendingCall(FrameHeader header, ArraySegment<byte> body)
    {
        // What is no answer must fail before the call is taken out of the table: then the end of the connection ends it.
        if (header.ListsReferences) ReferenceList.Cut(body, out _);
        RemoteFailure? failure = header.Kind switch
        {
            FrameKind.Result => null,
            FrameKind.Cancelled => header.Member == FrameHeader.NotBegun ? RemoteFailure.NotBegun : RemoteFailure.Cancelled,
            _ => RemoteFailure.Read(new CallReader(this, body), (FailureKind)header.Member),
        };
        PendingCall? pending;
        lock (_pending)
        {
            if (!_pending.Remove(header.Id, out pending) && !_late.ContainsKey(header.Id)) throw new InvalidDataException($"an answer to call {header.Id} came, which was not made or has been answered");
        }

        if (pending is null)
        {
            EndLateCall(header, body);
            return;
        }

        NoteEnd(pending);
        if (failure is null) pending.Complete(this, body, header.ListsReferences);
        else FailRemotely(pending, failure);
    }

    // On its own, so that a result makes no closure.
    private static void FailRemotely(PendingCall pending, RemoteFailure failure) => pending.Fail(() => new CallFailedException(failure));

    /// <summary>Asks the other end whether it is there.</summary>
    private protected void Ask() => Send(new FrameHeader(FrameKind.Ping, 0, 0, 0));

    /// <summary>Nothing was heard for too long: the calls that wait fail. The server may carry them out yet; what it answers then is undone.</summary>
    private protected void AbandonPendingCalls(TimeSpan silent)
    {
        PendingCall[] calls;
        lock (_pending)
        {
            calls = [.. _pending.Values];
            foreach (PendingCall call in calls) NoteLate(call);
            _pending.Clear();
        }

        ManagerLog.ServerSilent(Host.Log, Address, silent.TotalSeconds, calls.Length);
        foreach (PendingCall call in calls)
        {
            // One that still waits there need not be granted first.
            Send(new FrameHeader(FrameKind.Cancel, 0, call.Header.Id, 0));
            NoteEnd(call);
            call.Fail(() => Errors.ServerSilent(Address, silent, calls.Length));
        }
    }

    /// <summary>The caller leaves: the call was cancelled and is not answered. The server may carry it out yet; what it answers then is undone.</summary>
    internal void AbandonPendingCall(ulong id, Func<Exception> error)
    {
        PendingCall? call;
        lock (_pending)
        {
            if (!_pending.Remove(id, out call)) return;
            NoteLate(call);
        }

        NoteEnd(call);
        call.Fail(error);
    }

    private void FailPendingCalls()
    {
        PendingCall[] calls;
        lock (_pending)
        {
            calls = [.. _pending.Values];
            _pending.Clear();
            _pendingAtLoss = calls.Length;
        }

        foreach (PendingCall call in calls)
        {
            NoteEnd(call);
            call.Fail(() => LostError(outcomeUnknown: true, calls.Length));
        }
    }
}
