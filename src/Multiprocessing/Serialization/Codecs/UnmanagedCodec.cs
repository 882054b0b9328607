using System.Buffers;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>A value that is copied as it lies in memory.</summary>
internal sealed class UnmanagedCodec<T> : MessageCodec<T>
{
    internal UnmanagedCodec() => Size = RuntimeHelpers.SizeOf(typeof(T).TypeHandle);

    private protected override string Describe() => ElementType.Find(typeof(T))!.Structure;

    internal override bool TryGetBytes(in T value, out ReadOnlySpan<byte> bytes)
    {
        bytes = RawBytes.OfReadOnly(in value);
        return true;
    }

    internal override void Write(IBufferWriter<byte> output, in T value, TransferScope scope) => output.Write(RawBytes.OfReadOnly(in value));

    internal override T Read(ReadOnlySpan<byte> bytes, TransferScope scope)
    {
        if (bytes.Length != Size) ThrowLength(bytes.Length);
        T value = default!;
        bytes.CopyTo(RawBytes.Of(ref value));
        return value;
    }

    internal override T Read(in ReadOnlySequence<byte> bytes, TransferScope scope)
    {
        if (bytes.Length != Size) ThrowLength(bytes.Length);
        T value = default!;
        bytes.CopyTo(RawBytes.Of(ref value));
        return value;
    }

    private void ThrowLength(long found) => throw Errors.MessageUnreadable(typeof(T), found, $"such a message has {Size} bytes", null);
}
