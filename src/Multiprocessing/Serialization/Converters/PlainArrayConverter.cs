using System.Buffers;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>Writes an array of plain values as one MessagePack binary, as they lie in memory: one copy each way.</summary>
internal sealed class PlainArrayConverter<T> : MessagePackConverter<T[]>
    where T : unmanaged
{
    public override void Write(ref MessagePackWriter writer, in T[]? value, SerializationContext context)
    {
        if (value is null) writer.WriteNil();
        else writer.Write(RawBytes.Of<T>((ReadOnlySpan<T>)value));
    }

    public override T[]? Read(ref MessagePackReader reader, SerializationContext context) => reader.ReadBytes() is { } bytes ? Copy(bytes) : null;

    /// <summary>The memory is taken only after the length was found to be there.</summary>
    internal static T[] Copy(in ReadOnlySequence<byte> bytes)
    {
        int size = RawBytes.SizeOf<T>();
        if (bytes.Length % size != 0) throw Errors.PlainDamaged(typeof(T), bytes.Length, size);
        T[] values = new T[bytes.Length / size];
        bytes.CopyTo(RawBytes.Of(values.AsSpan()));
        return values;
    }
}
