using System.Diagnostics;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Rings;
using Multiprocessing.Managers.Statistics;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing.Managers;

/// <summary>
/// One end of a connection between a server and a client. Both ends are alike: each calls objects of the other and hosts objects that the other calls. They differ in how
/// bytes are received and when they are sent, which a child of this class for each settles.
/// </summary>
/// <remarks>
/// Frames of one end are handled in their order by one thread at a time. Calls go to the turn of their object, replies wake their callers: user code runs elsewhere, but for members that a
/// <see cref="Serving.ServerLoop"/> runs, from which the loop can be taken. So nothing that an object or a caller does can keep the end from reading, and the frame that frees them is always read.
/// </remarks>
internal abstract partial class Peer : IDisposable
{
    private readonly long _connectedAt = Stopwatch.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _lossReason;
    private long _lostAt;
    private bool _isDisposed;
    private long _bytesReceived;

    private protected Peer(ObjectHost host, string address, PeerLimits limits)
    {
        Host = host;
        Address = address;
        Limits = limits;
        Completions = new CompletionBatch(this);
    }

    /// <summary>The address as its user wrote it.</summary>
    internal string Address { get; }

    /// <summary>The objects of this process that the other end may get.</summary>
    internal ObjectHost Host { get; }

    internal PeerLimits Limits { get; }

    /// <summary>Who is at the other end, where this is the server's.</summary>
    internal ClientIdentity Client { get; init; } = ClientIdentity.None;

    /// <summary>Why the connection ended; empty while it lives.</summary>
    internal string LossReason
    {
        get
        {
            lock (_gate) return _lossReason ?? "";
        }
    }

    /// <summary>What went over the connection.</summary>
    internal PeerTotals Totals => new(ServedTotal, Volatile.Read(ref _bytesReceived), Output.Total);

    /// <summary>How long the connection lives, or lived.</summary>
    internal TimeSpan ConnectedFor
    {
        get
        {
            lock (_gate) return _lossReason is null ? Stopwatch.GetElapsedTime(_connectedAt) : Stopwatch.GetElapsedTime(_connectedAt, _lostAt);
        }
    }

    /// <summary>Cancelled when the connection has ended.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Completes when the connection has ended and what it held is released.</summary>
    internal Task Closed => _closed.Task;

    private protected OutputBuffer Output { get; } = new();

    private protected FrameCutter Cutter { get; } = new();

    /// <summary>Ends the connection: pending calls fail, what the other end held is released.</summary>
    public void Dispose()
    {
        lock (_gate) _isDisposed = true;
        Fail("this process closed it");
    }

    /// <summary>Writes to the log of a client that the connection has ended.</summary>
    internal void LogEnd() => ManagerLog.Disconnected(Host.Log, Address, ConnectedFor.TotalSeconds, LossReason);

    /// <summary>The asynchronous calls that have ended, on their way to their callers.</summary>
    internal CompletionBatch Completions { get; }

    /// <summary>Whether this end notices a continuation that blocks, so that others may wait behind it.</summary>
    internal virtual bool WatchesCompletions => false;

    /// <summary>Gives the buffer in which a long body came to whoever needs it for longer than the frame is handled.</summary>
    internal bool TryGive(ArraySegment<byte> body) => Cutter.TryGive(body);

    /// <summary>Begins to receive.</summary>
    internal abstract void Start();

    /// <summary>Sends what was appended, on this thread; it may wait for the other end.</summary>
    private protected abstract void FlushNow();

    /// <summary>Has what was appended sent, without waiting.</summary>
    private protected abstract void FlushSoon();

    /// <summary>Has an asynchronous call sent that was just appended, without waiting.</summary>
    private protected virtual void FlushCall(int waiting) => FlushSoon();

    /// <summary>Sends what a batch of continuations appended.</summary>
    internal virtual void FlushAfterBatch() => FlushSoon();

    /// <summary>A synchronous call is going to be sent, and its caller to wait: where it reads by itself, nobody need be woken for the reply.</summary>
    private protected virtual void PrepareWait(TurnLoan? loan)
    {
    }

    /// <summary>A synchronous caller waits for its reply. Where others read, it sleeps.</summary>
    private protected virtual void WaitFor(SyncCall call, TurnLoan? loan) => call.WaitForReader(loan);

    /// <summary>So many more, or fewer, calls wait whose callers do not read.</summary>
    private protected virtual void NoteNeed(int change)
    {
    }

    /// <summary>The other end would go over to rings, or answers that this one would.</summary>
    /// <exception cref="InvalidDataException">It says what it cannot say here.</exception>
    private protected virtual void ReceiveRings(RingsWord word) => throw new InvalidDataException("rings were spoken of on a connection that has none");

    /// <summary>Ends the connection's socket: whoever waits on it returns. Called once, from any thread.</summary>
    private protected abstract void CloseChannel();

    /// <summary>Ends the connection, once. Safe from any thread.</summary>
    private protected void Fail(string reason)
    {
        lock (_gate)
        {
            if (_lossReason is not null) return;
            _lossReason = _goAwayReason is null || _isDisposed ? reason : $"{_goAwayReason}, and it has";
            _lostAt = Stopwatch.GetTimestamp();
        }

        Output.Close();
        CloseChannel();
        FailPendingCalls();
        // Whoever waits for the end runs elsewhere: this may be the reader, or a caller in the midst of its own call.
        ThreadPool.UnsafeQueueUserWorkItem(static peer => peer.ReleaseEverything(), this, preferLocal: false);
    }

    private void ReleaseEverything()
    {
        try
        {
            EndServedCalls();
            ReleaseExports();
            _ended.Cancel();
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    /// <summary>Handles a frame. The body is valid until this returns.</summary>
    /// <exception cref="InvalidDataException">The frame breaks the protocol; the connection cannot go on.</exception>
    private protected void Receive(FrameHeader header, ArraySegment<byte> body)
    {
        // One thread at a time receives.
        Volatile.Write(ref _bytesReceived, _bytesReceived + header.Size + body.Count);
        switch (header.Kind)
        {
            case FrameKind.Call or FrameKind.Post:
                ServeCall(header, body);
                break;
            case FrameKind.Create:
                ServeCreate(header, body);
                break;
            case FrameKind.Result or FrameKind.Failure or FrameKind.Cancelled:
                EndPendingCall(header, body);
                break;
            case FrameKind.Cancel:
                CancelServedCall(header.Id);
                break;
            case FrameKind.Declare:
                NoteDeclared(header, body);
                break;
            case FrameKind.Open:
                NoteOpened(header, body);
                break;
            case FrameKind.Release:
                NoteReleased(body);
                break;
            case FrameKind.Ping:
                Send(new FrameHeader(FrameKind.Pong, 0, header.Id, 0));
                break;
            case FrameKind.Pong:
                break;
            case FrameKind.GoAway:
                NoteGoAway(body);
                break;
            case FrameKind.Rings:
                ReceiveRings((RingsWord)header.Member);
                break;
            default:
                throw new InvalidDataException($"a frame of kind {(byte)header.Kind} came; kinds go from 1 to {(byte)FrameKind.Rings}");
        }
    }

    /// <summary>Handles all whole frames that have come; a broken protocol ends the connection. False when it has ended.</summary>
    private protected bool ReceiveAll(FrameCutter cutter)
    {
        Completions.BeginRead();
        try
        {
            while (cutter.TryTake(Limits.FrameSizeMax, out FrameHeader header, out ArraySegment<byte> body)) Receive(header, body);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            FailProtocol(e);
            return false;
        }
        finally
        {
            Completions.EndRead();
        }
    }

    /// <summary>The error of the connection as a whole.</summary>
    internal Exception LostError() => Errors.ConnectionLost(Address, LossReason, ConnectedFor, Stopwatch.GetElapsedTime(_lostAt), _pendingAtLoss, outcomeUnknown: false);

    /// <summary>Whether this process closed it, or the server had announced its end.</summary>
    internal bool EndedAsWished
    {
        get
        {
            lock (_gate) return _isDisposed || _goAwayReason is not null;
        }
    }

    /// <summary>Whatever a frame brought about: without its answer nobody could go on, and at the end of a connection everybody can.</summary>
    private protected void FailProtocol(Exception error) => Fail("the other side broke the protocol: " + error.Message);

    /// <summary>The error of a call that the end of the connection ended, or kept from being sent.</summary>
    private Exception LostError(bool outcomeUnknown, int pending)
    {
        lock (_gate)
        {
            return _isDisposed && !outcomeUnknown
                ? Errors.ManagerDisposed(Address)
                : Errors.ConnectionLost(Address, _lossReason!, Stopwatch.GetElapsedTime(_connectedAt, _lostAt), Stopwatch.GetElapsedTime(_lostAt), pending, outcomeUnknown);
        }
    }

    private void Send(FrameHeader header)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.SizeMin];
        header.Write(frame);
        if (Output.Append(frame) > 0) FlushSoon();
    }
}
