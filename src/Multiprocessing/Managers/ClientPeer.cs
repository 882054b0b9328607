using System.Diagnostics;

namespace Multiprocessing.Managers;

/// <summary>
/// The client's end. One thread receives for all threads, proxies and pending calls of the process. A synchronous caller sends by itself; what else is to be sent goes by a
/// second thread, so that an asynchronous call never waits for the socket and never needs a thread of the pool. While calls wait and nothing comes, that thread asks the server
/// whether it is there.
/// </summary>
/// <remarks>
/// A server that is stopped or hangs neither answers nor closes. After a third of <paramref name="silence"/> without a byte it is asked (Ping); when nothing came for the rest of it, the calls
/// that wait fail. The connection stays: the server may go on, and its late answers are dropped.
/// </remarks>
/// <param name="silence">How long it may be silent while calls wait; infinite where the server is this process.</param>
internal sealed class ClientPeer(Stream stream, ObjectHost host, string address, PeerLimits limits, TimeSpan silence) : Peer(host, address, limits)
{
    private readonly object _sender = new();
    private long _heardAt = Stopwatch.GetTimestamp();
    private long _askedAt;
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
        TimeSpan look = silence == Timeout.InfiniteTimeSpan ? silence : silence / 6;
        while (true)
        {
            lock (_sender)
            {
                if (!_mustSend && !_hasEnded) Monitor.Wait(_sender, look);
                if (_hasEnded) return;
                _mustSend = false;
            }

            FlushNow();
            if (look != Timeout.InfiniteTimeSpan) Listen();
        }
    }

    /// <summary>Asks a server that is silent, and gives up on what waits for it.</summary>
    private void Listen()
    {
        long heardAt = Interlocked.Read(ref _heardAt);
        if (PendingCount == 0 || _askedAt == 0 || heardAt > _askedAt)
        {
            _askedAt = 0;
            if (PendingCount == 0 || Stopwatch.GetElapsedTime(heardAt) < silence / 3) return;
            _askedAt = Stopwatch.GetTimestamp();
            Ask();
        }
        else if (Stopwatch.GetElapsedTime(_askedAt) > silence * 2 / 3)
        {
            AbandonPendingCalls(Stopwatch.GetElapsedTime(heardAt));
            _askedAt = 0;
        }
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
                Interlocked.Exchange(ref _heardAt, Stopwatch.GetTimestamp());
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
