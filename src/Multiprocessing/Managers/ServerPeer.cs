namespace Multiprocessing.Managers;

/// <summary>The server's end: no thread of its own, and no buffer while it is idle. A client that takes nothing is not read any more until it does.</summary>
internal sealed class ServerPeer : Peer
{
    internal ServerPeer(Stream stream, ObjectHost host, string address, PeerLimits limits)
        : base(stream, host, address, limits)
    {
    }

    internal override void Start() => _ = Task.Run(ReceiveAsync);

    private protected override void FlushNow() => FlushSoon();

    private protected override void FlushSoon()
    {
        ValueTask sending = SendAsync();
        if (!sending.IsCompletedSuccessfully) _ = sending.AsTask();
    }

    private async ValueTask SendAsync()
    {
        try
        {
            await Output.FlushAsync().ConfigureAwait(false);
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
                    await Stream.ReadAsync(Memory<byte>.Empty, Ended).ConfigureAwait(false);
                }

                int count = await Stream.ReadAsync(Cutter.Space, Ended).ConfigureAwait(false);
                if (count == 0) break;
                Cutter.Advance(count);
                if (!ReceiveAll()) break;
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
