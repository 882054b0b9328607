namespace Multiprocessing.Connections;

/// <summary>One message of a channel: a number that says what it is, and its bytes.</summary>
/// <remarks>On the wire: length of the bytes u32 little-endian · kind u32 little-endian · the bytes.</remarks>
internal readonly record struct Frame(uint Kind, ReadOnlyMemory<byte> Payload)
{
    internal const int HeaderSize = 8;

    /// <summary>The largest payload: 2 GiB less a few bytes, what one array can hold.</summary>
    internal const int PayloadSizeMax = 0x7FFF_FFC7 - HeaderSize;
}
