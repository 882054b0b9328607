using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Multiprocessing.Data;
using Multiprocessing.Diagnostics;

namespace Multiprocessing;

/// <summary>
/// Layout: CPython's of 3.9 and later, for N items. All numbers are 8 bytes, little-endian, without padding between the parts:
/// <code>
/// 0                count N
/// 8                offsets of the items in the data, N + 1; the last one is the size of the data
/// 16 + 8N          data
/// … + size         formats, 8 characters each, padded with NUL
/// … + 8N           codes, 1 byte each: 0 number, 1 text, 2 bytes, 3 None
/// </code>
/// 3.8 has the lengths in place of the offsets, and none at the end; its first one is not 0, and so it is told apart.
/// </summary>
/// <remarks>An item is replaced in CPython's order: format, code, data. A process killed in between leaves an item whose parts do not belong together: reading it gives an error or a wrong
/// item, as it does in CPython, and replacing it again repairs it.</remarks>
public sealed partial class ShareableList
{
    private const string Kind = "shareable list";
    private const int Word = ShareableItem.WordSize;

    private long DataStart => Word * (Count + 2L);

    private long FormatsStart => DataStart + _offsets[^1];

    private long CodesStart => FormatsStart + ((long)Word * Count);

    private static long SizeFor(ShareableItem[] items) => checked((Word * 2L) + (((Word * 2L) + 1) * items.Length) + items.Sum(static item => (long)item.Slot));

    private static void Fill(SharedMemory memory, ShareableItem[] items)
    {
        WriteWord(memory, 0, items.Length);
        long data = Word * (items.Length + 2L);
        long offset = 0;
        for (int i = 0; i < items.Length; i++)
        {
            items[i].Bytes.CopyTo(memory.AsSpan(data + offset, items[i].Slot));
            offset += items[i].Slot;
            WriteWord(memory, Word * (i + 2L), offset);
        }

        long formats = data + offset;
        for (int i = 0; i < items.Length; i++)
        {
            WriteFormat(memory.AsSpan(formats + ((long)Word * i), Word), items[i].Format ?? ShareableItem.SlotFormat(items[i].Slot));
            memory.AsSpan(formats + ((long)Word * items.Length) + i, 1)[0] = items[i].Code;
        }
    }

    /// <summary>The checked offsets: from 0 on, never falling, and with formats and codes inside the memory.</summary>
    private static long[] ReadOffsets(SharedMemory memory)
    {
        if (memory.Size < 2 * Word) throw Errors.NotAList(memory.Name, $"it has {memory.Size} bytes, and an empty list has {2 * Word}");
        long count = ReadWord(memory, 0);
        if (count < 0 || count > (memory.Size - (2 * Word)) / ((2 * Word) + 1)) throw Errors.NotAList(memory.Name, $"it tells {count} items in {memory.Size} bytes");
        long[] offsets = new long[count + 1];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = ReadWord(memory, Word * (i + 1L));
            if (i == 0 ? offsets[i] != 0 : offsets[i] < offsets[i - 1] + Word || offsets[i] > memory.Size)
                throw Errors.NotAList(memory.Name, $"it tells that item {i} begins at {offsets[i]}{(i == 0 && count > 0 ? " (Python 3.8 wrote lengths there)" : "")}");
        }

        long size = (Word * (count + 2)) + offsets[^1] + ((Word + 1) * count);
        return size <= memory.Size ? offsets : throw Errors.NotAList(memory.Name, $"its parts take {size} bytes, and it has {memory.Size}");
    }

    private object? Read(int index)
    {
        ReadOnlySpan<byte> slot = SlotAt(index);
        byte code = _memory.AsSpan(CodesStart + index, 1)[0];
        string format = FormatAt(index);
        if (format.EndsWith('s')) return ReadText(index, slot, format, code);
        return (format, code) switch
        {
            (_, ShareableItem.CodeNone) => null,
            (ShareableItem.FormatInteger, ShareableItem.CodeNumber) => BinaryPrimitives.ReadInt64LittleEndian(slot),
            (ShareableItem.FormatDouble, ShareableItem.CodeNumber) => BinaryPrimitives.ReadDoubleLittleEndian(slot),
            (ShareableItem.FormatBoolean, ShareableItem.CodeNumber) => slot[7] != 0,
            (ShareableItem.FormatNone, ShareableItem.CodeNumber) => slot[6] != 0,
            _ => throw Errors.NotAnItem(Name, index, $"the format '{format}' and the code {code}"),
        };
    }

    /// <summary>As CPython: all trailing zero bytes go, whether they were padding or not.</summary>
    private object? ReadText(int index, ReadOnlySpan<byte> slot, string format, byte code)
    {
        if (!int.TryParse(format.AsSpan(0, format.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > slot.Length)
            throw Errors.NotAnItem(Name, index, $"the format '{format}' in a slot of {slot.Length} bytes");
        ReadOnlySpan<byte> bytes = slot[..length];
        return code switch
        {
            ShareableItem.CodeNone => null,
            ShareableItem.CodeText => ShareableItem.TextOf(bytes.TrimEnd((byte)0)) ?? throw Errors.NotText(Name, index),
            ShareableItem.CodeBytes => bytes.TrimEnd((byte)0).ToArray(),
            ShareableItem.CodeNumber => bytes.ToArray(),
            _ => throw Errors.NotAnItem(Name, index, $"the format '{format}' and the code {code}"),
        };
    }

    private void Write(int index, in ShareableItem item)
    {
        Span<byte> slot = SlotAt(index);
        if (item.Bytes.Length > slot.Length) throw Errors.ItemExceedsSlot(Name, index, item.Bytes.Length, slot.Length);
        if (item.Format is null && slot.Length > ShareableItem.SlotMax) throw Errors.NotAnItem(Name, index, $"a slot of {slot.Length} bytes");
        WriteFormat(_memory.AsSpan(FormatsStart + ((long)Word * index), Word), item.Format ?? ShareableItem.SlotFormat(slot.Length));
        _memory.AsSpan(CodesStart + index, 1)[0] = item.Code;
        item.Bytes.CopyTo(slot);
        if (item.Format is null) slot[item.Bytes.Length..].Clear();
    }

    private Span<byte> SlotAt(int index)
    {
        if ((uint)index >= (uint)Count) throw Errors.OutsideList(Name, nameof(index), index, Count);
        long size = _offsets[index + 1] - _offsets[index];
        return _memory.AsSpan(DataStart + _offsets[index], (int)Math.Min(size, int.MaxValue));
    }

    private string FormatAt(int index) => Encoding.Latin1.GetString(_memory.AsSpan(FormatsStart + ((long)Word * index), Word).TrimEnd((byte)0));

    private static void WriteFormat(Span<byte> target, string format)
    {
        target.Clear();
        Encoding.ASCII.GetBytes(format, target);
    }

    private static long ReadWord(SharedMemory memory, long offset) => BinaryPrimitives.ReadInt64LittleEndian(memory.AsSpan(offset, Word));

    private static void WriteWord(SharedMemory memory, long offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(memory.AsSpan(offset, Word), value);
}
