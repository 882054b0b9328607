namespace Multiprocessing.Connections;

/// <summary>One message of a channel: a number that says what it is, and its bytes.</summary>
/// <remarks>
/// <para>On the wire: length of the bytes u32 little-endian · kind u32 little-endian · the bytes.</para>
/// <para>Fields, not properties: a child that starts has every method compiled before the user's first line, getters too.</para>
/// </remarks>
internal sealed class Frame(uint kind, byte[] payload)
{
    internal const int HeaderSize = 8;

    /// <summary>The largest payload: 2 GiB less a few bytes, what one array can hold.</summary>
    internal const int PayloadSizeMax = 0x7FFF_FFC7 - HeaderSize;

    internal readonly uint Kind = kind;

    internal readonly byte[] Payload = payload;
}
