using System.Buffers;

namespace Multiprocessing.Serialization.Codecs;

/// <summary>What the source generator made code for: the bytes of the built-in serializer, without asking it.</summary>
internal sealed class GeneratedMessageCodec<T> : MessageCodec<T>
{
    private readonly GeneratedCodec<T> _codec;
    private readonly string _serializerName;
    private readonly int _depthMax;

    internal GeneratedMessageCodec(GeneratedCodec<T> codec, MessagePackMessageSerializer serializer)
    {
        _serializerName = serializer.Name;
        _codec = codec;
        _depthMax = serializer.MaxDepth;
        CarriesShared = codec.CarriesShared;
    }

    private protected override string Describe() => $"message:{_serializerName}:{_codec.Description}";

    internal override void Write(IBufferWriter<byte> output, in T value, TransferScope scope) => _codec.Write(output, value, scope, _depthMax);

    /// <summary>The bytes may lie in memory that others write to or take away, so they are copied first.</summary>
    internal override T Read(ReadOnlySpan<byte> bytes, TransferScope scope)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bytes.CopyTo(copy);
            return _codec.Read(copy.AsSpan(0, bytes.Length), scope, _depthMax);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    internal override T Read(in ReadOnlySequence<byte> bytes, TransferScope scope) => _codec.Read(bytes, scope, _depthMax);
}
