using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Serving;

/// <summary>
/// The server's end over a socket: a <see cref="ServerLoop"/> reads it and runs the members that are called. It has no thread of its own, and no buffer while it is idle.
/// </summary>
/// <remarks>
/// Frames are appended and sent by any thread. Where the client takes nothing for now, the rest is left to the loop, which is told when there is room; and while too much is unsent the client's frames
/// are not read. What the socket is looked at for follows from <c>_isStalled</c> and the output, always worked out anew under the gate, so of two threads that change it the later one is right.
/// </remarks>
internal sealed partial class LoopServerPeer : Peer, ILoopConnection
{
    private readonly StreamSocket _socket;
    private readonly ServerLoop _loop;
    private readonly Lock _watching = new();
    private SocketReadiness _watched;
    private ulong _number;
    private bool _isStalled;

    internal LoopServerPeer(StreamSocket socket, ServerLoop loop, ObjectHost host, string address, PeerLimits limits)
        : base(host, address, limits)
    {
        _socket = socket;
        _loop = loop;
        _outlet = new Outlet(socket);
    }

    internal override void Start()
    {
        lock (_watching)
        {
            _watched = SocketReadiness.Read;
            _number = _loop.Add(this, _socket, _watched);
            // Ended before it began: nobody else would take it out.
            if (_socket.IsClosed) _loop.Remove(_number, _socket);
        }
    }

    void ILoopConnection.OnReady(SocketReadiness readiness)
    {
        if (_input is not null)
        {
            OnBell(readiness);
            return;
        }

        if ((readiness & SocketReadiness.Write) != 0) Resume();
        if ((readiness & SocketReadiness.Read) != 0) Read();
    }

    /// <summary>Handles the next frame of a read; false when there is none, or the connection has ended.</summary>
    internal bool ReceiveNext(FrameCutter cutter)
    {
        try
        {
            if (!cutter.TryTake(Limits.FrameSizeMax, out FrameHeader header, out ArraySegment<byte> body)) return false;
            Receive(header, body);
            // What was read beyond the frame that led to the rings are bytes that said: look at them.
            if (header.Kind == FrameKind.Rings && _input is not null) cutter.Clear();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            FailProtocol(e);
            return false;
        }
    }

    /// <summary>All whole frames of a read were handled: keeps what is left, and sends the answers.</summary>
    internal void EndRead(FrameCutter cutter)
    {
        if (!ReferenceEquals(cutter, Cutter) && cutter.HasPart) Cutter.TakePartOf(cutter);
        Cutter.Trim();
        Flush();
        if (Output.Unsent >= Limits.UnsentMax) Watch();
    }

    /// <summary>Sends what waits, as far as the client takes it.</summary>
    internal void Flush()
    {
        try
        {
            if (!Output.TryFlush(_outlet) && !TryStall()) Resume();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Fail("sending failed: " + e.Message);
        }
    }

    private protected override void FlushNow() => FlushSoon();

    private protected override void FlushSoon()
    {
        // The answers to one read leave together, at its end.
        if (!_loop.IsServing(this)) Flush();
    }

    internal override Task EndSendingAsync()
    {
        _socket.ShutDownSending();
        return Closed;
    }

    private protected override void CloseChannel()
    {
        _socket.ShutDown();
        Volatile.Read(ref _pair)?.Close();
        lock (_watching) _loop.Remove(_number, _socket);
        _socket.Dispose();
    }

    private void Read()
    {
        FrameCutter cutter = Cutter.HasPart ? Cutter : _loop.Cutter;
        int count = _socket.Receive(cutter.Space.Span, wait: false);
        if (count > 0)
        {
            cutter.Advance(count);
            _loop.Serve(this, cutter);
        }
        else if (count != StreamSocket.WouldBlock)
        {
            Fail(count == 0 ? "the client closed it" : $"receiving failed: error {-count}");
        }
    }

    private void Resume()
    {
        try
        {
            while (TryEndStall())
            {
                if (Output.Resume(_outlet)) Watch();
                else if (!TryStall()) continue;
                return;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Fail("sending failed: " + e.Message);
        }
    }

    /// <summary>Takes the sender's role over from the thread that stalled; false when nobody did.</summary>
    private bool TryEndStall()
    {
        lock (_watching)
        {
            bool wasStalled = _isStalled;
            // Before the role may pass on: whoever has it next and stalls sets it again.
            _isStalled = false;
            return wasStalled;
        }
    }

    private void Watch()
    {
        lock (_watching)
        {
            NoteRoom();
            // Over rings the socket is only a bell: it is always listened to, and tells of room too.
            SocketReadiness wanted = (_mustLook || (_isStalled && _outlet.Rings is null) ? SocketReadiness.Write : SocketReadiness.None)
                | (IsHeldBack && _input is null ? SocketReadiness.None : SocketReadiness.Read);
            if (wanted == _watched) return;
            _watched = wanted;
            _loop.Change(_number, _socket, wanted);
        }
    }
}
