using System.Buffers;
using Multiprocessing.Diagnostics;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization.Converters;

/// <summary>
/// Writes a shared object into a message as its handle (a MessagePack binary), and attaches to it when reading. What goes wrong with the object is noted on its way out, since the
/// MessagePack library wraps it in an error of its own.
/// </summary>
internal sealed class TransferConverter<T>(TransferBinding<T> binding) : MessagePackConverter<T>
    where T : class
{
    public override void Write(ref MessagePackWriter writer, in T? value, SerializationContext context)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ArrayBufferWriter<byte> handle = new();
        try
        {
            binding.Export(value, MessagePackMessageSerializer.CurrentScope).WriteTo(handle);
        }
        catch (Exception e) when (MessagePackMessageSerializer.NoteSharedError(e))
        {
            throw;
        }

        writer.Write(handle.WrittenSpan);
    }

    public override T? Read(ref MessagePackReader reader, SerializationContext context)
    {
        if (reader.ReadBytes() is not { } bytes) return null;
        try
        {
            if (bytes.Length > ushort.MaxValue) throw Errors.HandleDamaged("it is longer than any handle");
            return binding.Attach(TransferHandle.Parse(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray()), MessagePackMessageSerializer.CurrentScope);
        }
        catch (Exception e) when (MessagePackMessageSerializer.NoteSharedError(e))
        {
            throw;
        }
    }
}
