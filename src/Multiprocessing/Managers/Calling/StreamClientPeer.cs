namespace Multiprocessing.Managers.Calling;

/// <summary>
/// The client's end over a stream that is more than a socket (TLS). One thread receives for all threads, proxies and pending calls of the process. A synchronous caller sends by itself; what else is to be
/// sent goes by a second thread, so that an asynchronous call never waits for the socket and never needs a thread of the pool. That thread also listens for the server's <see cref="Silence"/>.
/// </summary>
internal sealed class StreamClientPeer(Stream stream, ObjectHost host, string address, PeerLimits limits, TimeSpan silenceMax) : Peer(host, address, limits)
{
    private readonly object _sender = new();
    private readonly Silence _silence = new(silenceMax);
    private bool _mustSend;
    private bool _hasEnded;

    internal override void Start()
    {
        new Thread(ReceiveLoop) { IsBackground = true, Name = "manager, receive" }.UnsafeStart();
        new Thread(SendLoop) { IsBackground = true, Name = "manager, send" }.UnsafeStart();
    }

    private protected override void FlushNow()
    {
        try
        {
            Output.Flush(stream);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The caller's own call is among those that fail with it.
            Fail("sending failed: " + e.Message);
        }
    }

    private protected override void FlushSoon()
    {
        lock (_sender)
        {
            _mustSend = true;
            Monitor.Pulse(_sender);
        }
    }

    private protected override void CloseChannel() => stream.Dispose();

    private void SendLoop()
    {
        while (true)
        {
            lock (_sender)
            {
                if (!_mustSend && !_hasEnded) Monitor.Wait(_sender, _silence.Interval);
                if (_hasEnded) return;
                _mustSend = false;
            }

            FlushNow();
            Listen();
        }
    }

    private void Listen()
    {
        Silence.Verdict verdict = _silence.Look(PendingCount > 0);
        if (verdict == Silence.Verdict.Ask) Ask();
        else if (verdict == Silence.Verdict.GiveUp) AbandonPendingCalls(_silence.Length);
    }

    private void ReceiveLoop()
    {
        string reason = "the server closed it";
        try
        {
            while (true)
            {
                int count = stream.Read(Cutter.Space.Span);
                if (count == 0) break;
                _silence.Break();
                Cutter.Advance(count);
                if (!ReceiveAll(Cutter)) break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            reason = "receiving failed: " + e.Message;
        }

        Fail(reason);
        lock (_sender)
        {
            _hasEnded = true;
            Monitor.Pulse(_sender);
        }
    }
}
