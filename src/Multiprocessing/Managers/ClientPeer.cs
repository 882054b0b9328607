namespace Multiprocessing.Managers;

/// <summary>
/// The client's end. One thread receives for all threads, proxies and pending calls of the process. A synchronous caller sends by itself; what else is to be sent goes by a
/// second thread, which begins when it is first needed, so that an asynchronous call never waits for the socket and never needs a thread of the pool.
/// </summary>
internal sealed class ClientPeer : Peer
{
    private readonly object _sender = new();
    private bool _hasSender;
    private bool _mustSend;
    private bool _hasEnded;

    internal ClientPeer(Stream stream, ObjectHost host, string address, PeerLimits limits)
        : base(stream, host, address, limits)
    {
    }

    internal override void Start() => new Thread(ReceiveLoop) { IsBackground = true, Name = "manager, receive" }.UnsafeStart();

    private protected override void FlushNow()
    {
        try
        {
            Output.Flush();
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
            if (_hasSender) return;
            _hasSender = true;
        }

        new Thread(SendLoop) { IsBackground = true, Name = "manager, send" }.UnsafeStart();
    }

    private void SendLoop()
    {
        while (true)
        {
            lock (_sender)
            {
                while (!_mustSend && !_hasEnded) Monitor.Wait(_sender);
                if (_hasEnded) return;
                _mustSend = false;
            }

            FlushNow();
        }
    }

    private void ReceiveLoop()
    {
        string reason = "the server closed it";
        try
        {
            while (true)
            {
                int count = Stream.Read(Cutter.Space.Span);
                if (count == 0) break;
                Cutter.Advance(count);
                if (!ReceiveAll()) break;
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
