using System.Net.Sockets;
using Multiprocessing.Managers;

namespace Multiprocessing.Fuzz;

/// <summary>What a server hears before anybody has proven anything.</summary>
internal sealed class HandshakeTarget : ServerTarget
{
    protected override void Begin(Socket socket)
    {
    }

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        using var stream = new Recorder();
        try
        {
            Handshake.ConnectAsync(stream, new HandshakeChannel("unix:/s", 1, 1), null, "unix:/s", CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or ManagerException)
        {
            // Nobody answers; the client's first words are there.
        }

        yield return ("hello", stream.ToArray());
    }

    /// <summary>Keeps what is written; nothing comes.</summary>
    private sealed class Recorder : MemoryStream
    {
        public override int Read(Span<byte> buffer) => 0;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
