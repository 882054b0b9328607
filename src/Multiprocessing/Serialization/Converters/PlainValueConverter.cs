using System.Buffers;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>Writes a plain value as a MessagePack binary, as it lies in memory.</summary>
internal sealed class PlainValueConverter<T> : MessagePackConverter<T>
    where T : unmanaged
{
    public override void Write(ref MessagePackWriter writer, in T value, SerializationContext context)
    {
        T copy = value;
        writer.Write(RawBytes.Of(ref copy));
    }

    public override T Read(ref MessagePackReader reader, SerializationContext context)
    {
        T value = default;
        ReadOnlySequence<byte> bytes = reader.ReadBytes() ?? default;
        if (bytes.Length != RawBytes.SizeOf<T>()) throw Errors.PlainDamaged(typeof(T), bytes.Length, RawBytes.SizeOf<T>());
        bytes.CopyTo(RawBytes.Of(ref value));
        return value;
    }
}
