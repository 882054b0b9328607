using System.Net;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>Writes an address as its text, with the scope of an IPv6 address.</summary>
internal sealed class IPAddressConverter : MessagePackConverter<IPAddress>
{
    public override void Write(ref MessagePackWriter writer, in IPAddress? value, SerializationContext context) => writer.Write(value?.ToString());

    public override IPAddress? Read(ref MessagePackReader reader, SerializationContext context) => reader.ReadString() is { } text ? IPAddress.Parse(text) : null;
}
