using System.Buffers;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>A part of an array of plain values: its elements as they lie in memory. Read, it is a whole array.</summary>
internal sealed class MemoryCodec<T> : MessageCodec<ReadOnlyMemory<T>>
    where T : unmanaged
{
    private protected override string Describe() => ArrayCodec<T>.StructureOf();

    internal override bool TryGetBytes(in ReadOnlyMemory<T> value, out ReadOnlySpan<byte> bytes)
    {
        bytes = ArrayCodec<T>.BytesOf(value.Span);
        return true;
    }

    internal override void Write(IBufferWriter<byte> output, in ReadOnlyMemory<T> value, TransferScope scope) => output.Write(ArrayCodec<T>.BytesOf(value.Span));

    internal override ReadOnlyMemory<T> Read(ReadOnlySpan<byte> bytes, TransferScope scope) => ArrayCodec<T>.Copy(bytes);

    internal override ReadOnlyMemory<T> Read(in ReadOnlySequence<byte> bytes, TransferScope scope) => ArrayCodec<T>.Copy(bytes);
}
