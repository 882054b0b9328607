using System.Buffers.Binary;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Reads what ready-made objects hold, and the objects that a message refers to.</summary>
public sealed partial class CallReader
{
    private Item[] ReadItems()
    {
        int count = ReadNumber();
        // An item has four bytes at least, so nobody makes us reserve what did not come.
        if (count < 0 || count > (_end - _position) / sizeof(int)) throw Errors.CallTooShort((uint)count, _end - _position);
        var items = new Item[count];
        for (int i = 0; i < count; i++) items[i] = ReadItem();
        return items;
    }

    private Item ReadItem()
    {
        int length = ReadNumber();
        if (length == 0) return default;
        byte[] bytes = Take(length - 1).ToArray();
        return new Item(bytes, ReadReferences());
    }

    private Reference[]? ReadReferences()
    {
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
        if (count == 0) return null;
        var references = new Reference[count];
        for (int i = 0; i < count; i++)
        {
            string name = Read<string?>() ?? "";
            SharedContract contract = SharedContract.FindByName(name) ?? throw Errors.InterfaceUnknown(name);
            references[i] = new Reference(ReadReference(contract), contract);
        }

        return references;
    }

    private int ReadNumber() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
}
