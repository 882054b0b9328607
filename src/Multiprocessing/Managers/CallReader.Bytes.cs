using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Streams of bytes as arguments and results.</summary>
public sealed partial class CallReader
{
    /// <summary>Bytes that were not read.</summary>
    internal int Left => _end - _position;

    /// <summary>Reads a stream of bytes by reference.</summary>
    /// <returns>The stream; the one itself where it is of this process; or null.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no reference.</exception>
    public Stream? ReadBytes() => ReadBytes(isLent: false);

    internal Stream? ReadBytes(bool isLent)
    {
        byte abilities = Read<byte>();
        return ReadLiving(ByteSource.Contract) switch
        {
            null => null,
            ByteProxy proxy => new RemoteBytes(proxy, (abilities & 1) != 0, (abilities & 2) != 0, isLent),
            ByteSource own => own.Stream,
            { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(Stream)),
        };
    }
}
