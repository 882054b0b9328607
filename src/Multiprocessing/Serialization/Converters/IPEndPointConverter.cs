using System.Net;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>Writes an address and port as their text.</summary>
internal sealed class IPEndPointConverter : MessagePackConverter<IPEndPoint>
{
    public override void Write(ref MessagePackWriter writer, in IPEndPoint? value, SerializationContext context) => writer.Write(value?.ToString());

    public override IPEndPoint? Read(ref MessagePackReader reader, SerializationContext context) => reader.ReadString() is { } text ? IPEndPoint.Parse(text) : null;
}
