using System.Buffers;
using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Objects;

/// <summary>Values as items of ready-made objects, and back.</summary>
/// <remarks>A value of fixed size is its bytes. Else null is no bytes at all, and a value is a byte 1 and its message.</remarks>
internal static class ItemCodec<T>
{
    private const byte Present = 1;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>Equal in two processes that can read each other's items.</summary>
    internal static ulong Fingerprint => MessageCodec<T>.Default.Fingerprint;

    /// <exception cref="ArgumentException">The value cannot travel.</exception>
    internal static Item Pack(T value)
    {
        MessageCodec<T> codec = MessageCodec<T>.Default;
        if (value is null) return new Item([]);
        ArrayBufferWriter<byte> buffer = t_buffer ?? new ArrayBufferWriter<byte>();
        // A converter of the user's own may pack an item in the midst of this one.
        t_buffer = null;
        buffer.ResetWrittenCount();
        if (!codec.IsUnmanaged) buffer.Write([Present]);
        ReferenceScope? scope = codec.CarriesShared ? new ReferenceScope() : null;
        codec.Write(buffer, value, scope ?? TransferScope.None);
        var item = new Item(buffer.WrittenSpan.ToArray(), scope is { References.Count: > 0 } ? [.. scope.References] : null);
        if (buffer.Capacity <= ushort.MaxValue) t_buffer = buffer;
        return item;
    }

    internal static Item[] PackAll(IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Select(Pack)];
    }

    /// <exception cref="InvalidMessageException">The item is no such value.</exception>
    internal static T Unpack(Item item)
    {
        MessageCodec<T> codec = MessageCodec<T>.Default;
        ReadOnlySpan<byte> bytes = item.Bytes;
        if (!codec.IsUnmanaged)
        {
            if (bytes.IsEmpty) return default!;
            bytes = bytes[1..];
        }

        return codec.Read(bytes, codec.CarriesShared ? new ReferenceScope(item.References) : TransferScope.None);
    }

    internal static T[] UnpackAll(Item[] items) => [.. items.Select(Unpack)];
}
