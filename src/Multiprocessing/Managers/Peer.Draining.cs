using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing.Managers;

/// <summary>
/// The end of a server that is announced. It says GoAway with the reason, refuses calls that begin after that, lets those end that have begun, and at its deadline cancels the rest, whose callers hear the reason.
/// </summary>
/// <remarks>A call that belongs to a chain is let in: a call that has begun may wait for it.</remarks>
internal abstract partial class Peer
{
    private string? _drainReason;
    private TaskCompletionSource? _idle;
    private string? _goAwayReason;

    /// <summary>Whether the other end has said that it is about to end.</summary>
    internal bool IsGoingAway
    {
        get
        {
            lock (_gate) return _goAwayReason is not null;
        }
    }

    /// <summary>What the other end said of it; empty while it has not.</summary>
    internal string GoAwayReason
    {
        get
        {
            lock (_gate) return _goAwayReason ?? "";
        }
    }

    /// <summary>The other end is about to end. Called on a thread of the pool.</summary>
    internal Action? WentAway { get; set; }

    /// <summary>Takes no new calls from here on; completes when those that have begun have ended.</summary>
    internal Task DrainAsync(string reason)
    {
        Task idle;
        lock (_served)
        {
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            idle = _idle.Task;
            // Either the thread that answers sees this reason after it has counted its answer off, or that count is seen here.
            Interlocked.Exchange(ref _drainReason, reason);
            NoteServedEnd();
        }

        CallWriter frame = CallWriter.Rent(this, new FrameHeader(FrameKind.GoAway, 0, 0, 0));
        frame.Write(reason);
        if (Append(frame)) FlushSoon();
        return Task.WhenAny(idle, Closed);
    }

    /// <summary>Cancels the calls that have not ended; how many they are.</summary>
    internal int CutServedCalls()
    {
        ServedCall[] calls;
        string reason;
        lock (_served)
        {
            calls = [.. _served.Values];
            reason = _drainReason!;
        }

        foreach (ServedCall call in calls) call.Cut(reason, call.Id);
        return calls.Length;
    }

    /// <summary>Completes when all that was appended is on its way, or the connection has ended.</summary>
    internal ValueTask SentAsync() => Output.RoomAsync(1);

    /// <summary>
    /// Lets the other end read the end after all that was sent, and completes when it has ended the connection. A socket that is closed with bytes unread, as a call that has just come, may take the last
    /// answers back over TCP. Where the transport cannot end by halves, this completes at once.
    /// </summary>
    internal virtual Task EndSendingAsync() => Task.CompletedTask;

    /// <summary>Whether a call that comes now is refused. Under the lock of the calls.</summary>
    private bool RefusesNow(FrameHeader header) => _drainReason is not null && header.Chain == 0;

    /// <summary>While the end is announced: a call may have been the last one, with its answer appended.</summary>
    private void NoteServedEnd()
    {
        lock (_served)
        {
            if (_served.Count == 0 && Volatile.Read(ref _answering) == 0) _idle!.TrySetResult();
        }
    }

    private void NoteGoAway(ReadOnlySpan<byte> body)
    {
        var reader = new CallReader(this, body);
        string reason = reader.Read<string?>() ?? "";
        reader.End();
        lock (_gate) _goAwayReason ??= reason;
        ManagerLog.ServerDrains(Host.Log, Address, reason);
        if (WentAway is { } tell) ThreadPool.UnsafeQueueUserWorkItem(static tell => tell(), tell, preferLocal: false);
    }
}
