using System.Buffers;
using Multiprocessing.Diagnostics;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>A shared object alone: its handle.</summary>
internal sealed class SharedCodec<T> : MessageCodec<T>
{
    private readonly TransferBinding _binding;

    internal SharedCodec(TransferBinding binding)
    {
        _binding = binding;
        CarriesShared = true;
    }

    private protected override string Describe() => $"message:{TypeName}";

    internal override void Write(IBufferWriter<byte> output, in T value, TransferScope scope)
    {
        if (value is not null) _binding.ExportObject(value, scope).WriteTo(output);
    }

    internal override T Read(ReadOnlySpan<byte> bytes, TransferScope scope) => bytes.Length == 0 ? default! : (T)_binding.AttachObject(TransferHandle.Parse(bytes), scope);

    internal override T Read(in ReadOnlySequence<byte> bytes, TransferScope scope)
    {
        if (bytes.IsSingleSegment) return Read(bytes.FirstSpan, scope);
        if (bytes.Length > ushort.MaxValue) throw Errors.HandleDamaged("it is longer than any handle");
        return Read(bytes.ToArray(), scope);
    }
}
