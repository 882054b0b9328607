using System.Buffers;

namespace Multiprocessing.Fuzz;

/// <summary>A message of a queue: bytes where a record with everything in it is expected.</summary>
internal sealed class MessagesTarget : Target
{
    protected override void Run(byte[] input)
    {
        try
        {
            _ = MessageSerializer.BuiltIn.Read<Parcel>(new ReadOnlySequence<byte>(input), TransferScope.None);
        }
        catch (InvalidMessageException)
        {
            // What every input but a message is to bring about.
        }
    }

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        yield return ("empty", Write(null));
        yield return ("parcel", Write(Parcel.Example));
    }

    private static byte[] Write(Parcel? parcel)
    {
        var bytes = new ArrayBufferWriter<byte>();
        MessageSerializer.BuiltIn.Write(bytes, parcel, TransferScope.None);
        return bytes.WrittenSpan.ToArray();
    }
}
