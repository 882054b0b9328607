using Multiprocessing.Managers;
using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams of bytes as arguments and results.</summary>
public sealed partial class CallWriter
{
    /// <summary>Lends a stream of bytes to the call: the receiver reads and writes it where it is, until the call ends.</summary>
    /// <param name="stream">The stream; one that came from the receiver goes home.</param>
    public void WriteBytes(Stream? stream)
    {
        if (stream is null || IsHome(stream)) WriteRetainedBytes(stream);
        else WriteLoan(new ByteSource(WriteAbilities(stream), isOwned: false), ByteSource.Contract);
    }

    /// <summary>Writes a stream of bytes by reference: the receiver uses it until it disposes it, or forgets it.</summary>
    /// <param name="stream">The stream; one that came from the receiver goes home.</param>
    public void WriteRetainedBytes(Stream? stream) => WriteBytes(stream, OwnTurn());

    internal void WriteBytes(Stream? stream, Turn turn)
    {
        WriteAbilities(stream);
        WriteLiving(stream is null ? null : IsHome(stream) ? ((RemoteBytes)stream).Home : new ByteSource(stream, isOwned: true), ByteSource.Contract, turn);
    }

    /// <summary>Writes bytes as they are, without their length.</summary>
    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    private bool IsHome(Stream stream) => stream is RemoteBytes remote && IsReceivers(remote.Home);

    private Stream WriteAbilities(Stream? stream)
    {
        Write((byte)((stream?.CanRead == true ? 1 : 0) | (stream?.CanWrite == true ? 2 : 0)));
        return stream!;
    }
}
