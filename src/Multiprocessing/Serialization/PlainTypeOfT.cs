using Multiprocessing.Serialization.Codecs;
using Multiprocessing.Serialization.Converters;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization;

/// <summary>What is made for arrays of <typeparamref name="T"/>.</summary>
internal sealed class PlainType<T> : PlainType
    where T : unmanaged
{
    internal override object CreateArrayCodec() => new ArrayCodec<T>();

    internal override object CreateMemoryCodec() => new MemoryCodec<T>();

    internal override MessagePackConverter CreateArrayConverter() => new PlainArrayConverter<T>();

    internal override MessagePackConverter CreateMemoryConverter() => new PlainMemoryConverter<T>();
}
