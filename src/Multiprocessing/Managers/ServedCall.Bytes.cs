using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams of bytes as arguments and results of a call.</summary>
public sealed partial class ServedCall
{
    /// <summary>Reads the next argument, a stream of bytes that is lent to the call.</summary>
    /// <returns>The stream.</returns>
    public Stream? ReadBytes() => _arguments.ReadBytes(isLent: true) is not { } stream ? null : stream is RemoteBytes remote ? Borrow(remote) : stream;

    /// <summary>Reads the next argument, a stream of bytes that may be used after the call.</summary>
    /// <returns>The stream.</returns>
    public Stream? ReadRetainedBytes() => _arguments.ReadBytes(isLent: false);

    /// <summary>Writes a result that is a stream of bytes by reference; it is disposed with its last reference.</summary>
    /// <param name="stream">The stream.</param>
    public void WriteBytes(Stream? stream) => Result.WriteBytes(stream, StepTurn);

    internal void WriteBlock(ReadOnlySpan<byte> bytes) => Result.WriteRaw(bytes);
}
