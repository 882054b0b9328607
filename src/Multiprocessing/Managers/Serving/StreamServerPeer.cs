namespace Multiprocessing.Managers.Serving;

/// <summary>The server's end over a stream that is more than a socket (TLS): no thread of its own, and no buffer while it is idle. A client that takes nothing is not read any more until it does.</summary>
internal sealed class StreamServerPeer(Stream stream, ObjectHost host, string address, PeerLimits limits) : Peer(host, address, limits)
{
    internal override void Start() => _ = Task.Run(ReceiveAsync);

    private protected override void FlushNow() => FlushSoon();

    private protected override void FlushSoon()
    {
        ValueTask sending = SendAsync();
        if (!sending.IsCompletedSuccessfully) _ = sending.AsTask();
    }

    private protected override void CloseChannel() => stream.Dispose();

    private async ValueTask SendAsync()
    {
        try
        {
            await Output.FlushAsync(stream).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Fail("sending failed: " + e.Message);
        }
    }

    private async Task ReceiveAsync()
    {
        string reason = "the client closed it";
        try
        {
            while (true)
            {
                if (!Cutter.HasPart)
                {
                    // Waits without a buffer: an idle client costs none.
                    Cutter.Trim();
                    await stream.ReadAsync(Memory<byte>.Empty, Ended).ConfigureAwait(false);
                }

                int count = await stream.ReadAsync(Cutter.Space, Ended).ConfigureAwait(false);
                if (count == 0) break;
                Cutter.Advance(count);
                if (!ReceiveAll(Cutter)) break;
                await Output.RoomAsync(Limits.UnsentMax).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            reason = "receiving failed: " + e.Message;
        }

        Fail(reason);
    }
}
