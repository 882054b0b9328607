using Multiprocessing.Platform.Mapping;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>As <see cref="PlainArrayConverter{T}"/>, for a part of an array.</summary>
internal sealed class PlainMemoryConverter<T> : MessagePackConverter<ReadOnlyMemory<T>>
    where T : unmanaged
{
    public override void Write(ref MessagePackWriter writer, in ReadOnlyMemory<T> value, SerializationContext context) => writer.Write(RawBytes.Of(value.Span));

    public override ReadOnlyMemory<T> Read(ref MessagePackReader reader, SerializationContext context) =>
        reader.ReadBytes() is { } bytes ? PlainArrayConverter<T>.Copy(bytes) : default;
}
