using System.Buffers;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Writing and reading of single messages.</summary>
internal static class MessageTesting
{
    internal static byte[] Write<T>(T value, TransferScope? scope = null)
    {
        ArrayBufferWriter<byte> output = new();
        MessageCodec<T>.Default.Write(output, value, scope ?? TransferScope.None);
        return output.WrittenSpan.ToArray();
    }

    internal static T Read<T>(ReadOnlySpan<byte> bytes, TransferScope? scope = null) => MessageCodec<T>.Default.Read(bytes, scope ?? TransferScope.None);

    /// <summary>Written, and read from one piece and from pieces of one byte; both must be the same bytes again.</summary>
    internal static T RoundTrip<T>(T value, TransferScope? scope = null)
    {
        byte[] bytes = Write(value, scope);
        T read = Read<T>(bytes, scope);
        Assert.Equal(bytes, Write(read, scope));
        T readInPieces = MessageCodec<T>.Default.Read(Pieces(bytes), scope ?? TransferScope.None);
        Assert.Equal(bytes, Write(readInPieces, scope));
        return read;
    }

    internal static ReadOnlySequence<byte> Pieces(byte[] bytes)
    {
        Piece first = new(ReadOnlyMemory<byte>.Empty, 0);
        Piece last = first;
        for (int i = 0; i < bytes.Length; i++) last = last.Append(bytes.AsMemory(i, 1));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        internal Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
