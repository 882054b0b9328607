using System.Buffers.Binary;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Writes what ready-made objects hold, and the objects that a message refers to.</summary>
public sealed partial class CallWriter
{
    private void WriteItems(Item[] items)
    {
        WriteNumber(items.Length);
        foreach (Item item in items) WriteItem(item);
    }

    // The length plus one (0: there is none), the bytes, the references.
    private void WriteItem(Item item)
    {
        WriteNumber(item.Exists ? item.Bytes.Length + 1 : 0);
        if (!item.Exists) return;
        Write(item.Bytes);
        WriteReferences(item.References);
    }

    // How many (u16), and of each the name of its interface and the reference.
    private void WriteReferences(ReadOnlySpan<Reference> references)
    {
        if (references.Length > ushort.MaxValue) throw Errors.TooManyReferencesInMessage(references.Length);
        Write((ushort)references.Length);
        foreach (Reference reference in references)
        {
            Write(reference.Contract.TypeName);
            WriteReference(reference.Target, reference.Contract);
        }
    }

    private void WriteNumber(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        Write(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }
}
