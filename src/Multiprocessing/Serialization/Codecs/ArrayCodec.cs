using System.Buffers;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>An array of plain values: its elements as they lie in memory.</summary>
internal sealed class ArrayCodec<T> : MessageCodec<T[]>
    where T : unmanaged
{
    private protected override string Describe() => StructureOf();

    /// <summary>That of all one-copy sequences of the element, so that a queue of arrays may be opened as one of <see cref="ReadOnlyMemory{T}"/>.</summary>
    internal static string StructureOf() => $"message:{ElementType.Of<T>().Structure}[]";

    internal static T[] Copy(ReadOnlySpan<byte> bytes)
    {
        T[] values = Allocate(bytes.Length);
        bytes.CopyTo(RawBytes.Of(values.AsSpan()));
        return values;
    }

    internal static T[] Copy(in ReadOnlySequence<byte> bytes)
    {
        T[] values = Allocate(bytes.Length);
        bytes.CopyTo(RawBytes.Of(values.AsSpan()));
        return values;
    }

    internal static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<T> values)
    {
        if ((long)values.Length * RawBytes.SizeOf<T>() > int.MaxValue) throw Errors.MessageTooLarge(typeof(T), (long)values.Length * RawBytes.SizeOf<T>());
        return RawBytes.Of(values);
    }

    internal override bool TryGetBytes(in T[] value, out ReadOnlySpan<byte> bytes)
    {
        if (value is null) throw Errors.MessageNull(typeof(T[]), nameof(value));
        bytes = BytesOf(value);
        return true;
    }

    internal override void Write(IBufferWriter<byte> output, in T[] value, TransferScope scope)
    {
        TryGetBytes(value, out ReadOnlySpan<byte> bytes);
        output.Write(bytes);
    }

    internal override T[] Read(ReadOnlySpan<byte> bytes, TransferScope scope) => Copy(bytes);

    internal override T[] Read(in ReadOnlySequence<byte> bytes, TransferScope scope) => Copy(bytes);

    private static T[] Allocate(long length)
    {
        int size = RawBytes.SizeOf<T>();
        if (length % size != 0) throw Errors.PlainDamaged(typeof(T), length, size);
        return length == 0 ? [] : GC.AllocateUninitializedArray<T>(checked((int)(length / size)));
    }
}
