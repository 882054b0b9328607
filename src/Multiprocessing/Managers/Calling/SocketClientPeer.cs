using System.Diagnostics;
using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Calling;

/// <summary>
/// The client's end over a socket. A synchronous caller sends by itself and reads its own reply (<see cref="Leadership"/>), so it costs no hand-over to another thread. One more thread, the standby, reads
/// while nobody else would: for asynchronous calls, for callers that hold a turn, and for what the server sends by itself.
/// </summary>
/// <remarks>
/// <para>The standby takes the role while calls wait that need it. Else, when no synchronous call was made for a tick, it waits for the socket without the role, and takes it when bytes have come; so a synchronous
/// caller can always lead, and finds at worst, once after each idle time, that the standby was woken beside it. While synchronous calls go on it sleeps.</para>
/// <para>It cannot sleep while somebody needs it. An asynchronous call counts itself (a full fence), then looks whether the standby sleeps; the standby says that it sleeps, fences, then looks at the count and
/// the role. A leader gives the role up, fences, then, if it calls nobody, looks whether the standby sleeps. So of each two at least one sees the other. All sleeps are bounded besides, by a second at most.</para>
/// <para>Asynchronous calls are sent together: the first of them at once, those that are made while others wait with the next flush, which is the end of the batch of continuations that makes them, 16 KiB, or an
/// item of the thread pool. Nothing is kept back longer than that.</para>
/// </remarks>
internal sealed partial class SocketClientPeer : Peer
{
    private const int TickMilliseconds = 10;
    private const int StallMilliseconds = 100;
    private const int CorkMax = 16 * 1024;

    private readonly ClientChannel _channel;
    private readonly Silence _silence;
    private readonly Leadership _leadership;
    private readonly Action _readWaiting;
    private readonly object _standby = new();
    private readonly int _idleMilliseconds;
    private int _needed;
    private int _isStandbyAsleep;
    private int _isFlushQueued;
    private long _syncCalls;
    private bool _hasEnded;

    internal SocketClientPeer(StreamSocket socket, ObjectHost host, string address, PeerLimits limits, TimeSpan silence, int callsBeforeRings = -1)
        : base(host, address, limits)
    {
        _channel = new ClientChannel(socket, callsBeforeRings >= 0);
        _callsBeforeRings = _callsUntilRings = callsBeforeRings;
        _silence = new Silence(silence);
        _idleMilliseconds = silence == Timeout.InfiniteTimeSpan ? 1000 : (int)Math.Clamp(_silence.Interval.TotalMilliseconds, 1, 1000);
        _leadership = new Leadership(NoteNobodyReads);
        _readWaiting = () => ReadOrFlush();
        // So often a leader looks whether its call was given up.
        socket.SetReceiveTimeout(StallMilliseconds);
    }

    internal override bool WatchesCompletions => true;

    internal override void Start()
    {
        if (_callsBeforeRings == 0) AskForRings();
        new Thread(StandBy) { IsBackground = true, Name = "manager, standby" }.UnsafeStart();
    }

    private protected override void PrepareWait(TurnLoan? loan)
    {
        if (loan is null) _channel.PrepareWait();
    }

    private protected override void WaitFor(SyncCall call, TurnLoan? loan)
    {
        if (loan is not null)
        {
            call.WaitForReader(loan);
            return;
        }

        Volatile.Write(ref _syncCalls, _syncCalls + 1);
        if (_callsUntilRings > 0) CountCall();
        _leadership.Wait(call, _readWaiting);
    }

    private protected override void NoteNeed(int change)
    {
        if (Interlocked.Add(ref _needed, change) > 0 && change > 0) WakeStandbyIfAsleep();
    }

    private protected override void FlushNow()
    {
        try
        {
            if (!Output.TryFlush(_channel.Outlet)) FlushStalled();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The caller's own call is among those that fail with it.
            Fail("sending failed: " + e.Message);
        }
    }

    private protected override void FlushSoon()
    {
        if (CompletionBatch.IsRunning(this) || Interlocked.Exchange(ref _isFlushQueued, 1) != 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(static peer => peer.FlushQueued(), this, preferLocal: false);
    }

    private protected override void FlushCall(int waiting)
    {
        if (_callsUntilRings > 0) CountCall();
        bool isAlone = Volatile.Read(ref _needed) <= 1 && !CompletionBatch.IsRunning(this);
        if (waiting >= CorkMax || isAlone) FlushWithoutWaiting();
        else FlushSoon();
    }

    internal override void FlushAfterBatch() => FlushNow();

    private protected override void CloseChannel()
    {
        Volatile.Write(ref _hasEnded, true);
        _channel.Close();
        lock (_standby) Monitor.Pulse(_standby);
    }

    /// <summary>Sends what the server takes now; the rest is sent by another thread, as this one must read, or must not wait.</summary>
    private void FlushWithoutWaiting()
    {
        try
        {
            if (!Output.TryFlush(_channel.Outlet)) ThreadPool.UnsafeQueueUserWorkItem(static peer => peer.FlushRest(), this, preferLocal: false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Fail("sending failed: " + e.Message);
        }
    }

    private void FlushRest()
    {
        try
        {
            FlushStalled();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Fail("sending failed: " + e.Message);
        }
    }

    /// <summary>Sends the rest, with the sender's role, and waits for the server to take it; reads meanwhile if nobody else does, so two that send to each other both go on.</summary>
    private void FlushStalled()
    {
        do
        {
            bool leads = _leadership.TryTake();
            SocketReadiness ready = _channel.WaitForRoom(leads, StallMilliseconds);
            if (!leads) continue;
            try
            {
                if ((ready & SocketReadiness.Read) != 0) Read(wait: false);
            }
            finally
            {
                _leadership.Release();
            }
        }
        while (!Output.Resume(_channel.Outlet));
    }

    private void FlushQueued()
    {
        Volatile.Write(ref _isFlushQueued, 0);
        // What was appended before the next one finds the flag down is sent here, the rest by its item.
        Interlocked.MemoryBarrier();
        FlushNow();
    }

    /// <summary>Waits for bytes and handles them, with the role. Where none come for a while it sends what is kept back: the continuation that was to end its batch may be blocked. False when none came.</summary>
    private bool ReadOrFlush()
    {
        if (Read(wait: true)) return true;
        FlushWithoutWaiting();
        return false;
    }

    /// <summary>Reads and handles what comes, with the role; false when nothing came.</summary>
    private bool Read(bool wait)
    {
        int count = Receive(wait);
        if (count > 0)
        {
            _silence.Break();
            Cutter.Advance(count);
            ReceiveAll(Cutter);
        }
        else if (count != StreamSocket.WouldBlock)
        {
            Fail(count == 0 ? "the server closed it" : $"receiving failed: error {-count}");
        }

        return count != StreamSocket.WouldBlock;
    }

    private void StandBy()
    {
        long calls = 0;
        while (!Volatile.Read(ref _hasEnded))
        {
            Listen();
            Completions.Look();
            long before = calls;
            calls = Volatile.Read(ref _syncCalls);
            if (Volatile.Read(ref _needed) > 0 && _leadership.TryTake()) ReadWhileNeeded();
            else if (calls != before) SleepStandby(TickMilliseconds);
            else if (!_leadership.IsFree) SleepStandby(StallMilliseconds);
            else ReadUnasked();
        }
    }

    /// <summary>
    /// Reads while somebody needs it, and then goes on until nothing comes for a while or a synchronous call is made: who makes one asynchronous call after another needs it again at once. The price is one
    /// synchronous call, the first after asynchronous ones, whose reply is read here.
    /// </summary>
    private void ReadWhileNeeded()
    {
        long calls = Volatile.Read(ref _syncCalls);
        try
        {
            while (!Volatile.Read(ref _hasEnded))
            {
                bool came = ReadOrFlush();
                Listen();
                if (Completions.HasWork) Completions.Look();
                if (Volatile.Read(ref _needed) == 0 && (!came || Volatile.Read(ref _syncCalls) != calls)) return;
            }
        }
        finally
        {
            _leadership.Release();
        }
    }

    private void ReadUnasked()
    {
        if (!HearUnasked(Completions.HasWork ? TickMilliseconds : _idleMilliseconds)) return;
        if (!_leadership.TryTake())
        {
            SleepStandby(TickMilliseconds);
            return;
        }

        try
        {
            Read(wait: false);
        }
        finally
        {
            _leadership.Release();
        }
    }

    private void SleepStandby(int milliseconds)
    {
        lock (_standby)
        {
            Volatile.Write(ref _isStandbyAsleep, 1);
            // pairs with: NoteNeed, Leadership.Release
            Interlocked.MemoryBarrier();
            bool isNeeded = Volatile.Read(ref _needed) > 0 && _leadership.IsFree;
            if (!isNeeded && !Volatile.Read(ref _hasEnded)) Monitor.Wait(_standby, milliseconds);
            Volatile.Write(ref _isStandbyAsleep, 0);
        }
    }

    private void NoteNobodyReads()
    {
        if (_channel.MustSettle) Settle();
        if (Volatile.Read(ref _needed) > 0) WakeStandbyIfAsleep();
    }

    private void WakeStandbyIfAsleep()
    {
        if (Volatile.Read(ref _isStandbyAsleep) == 0) return;
        lock (_standby) Monitor.Pulse(_standby);
    }

    private void Listen()
    {
        switch (_silence.Look(PendingCount > 0))
        {
            case Silence.Verdict.Ask:
                Ask();
                break;
            case Silence.Verdict.GiveUp:
                AbandonPendingCalls(_silence.Length);
                break;
            default:
                break;
        }
    }
}
