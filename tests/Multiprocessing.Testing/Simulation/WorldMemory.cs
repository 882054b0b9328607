using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Testing.Simulation;

/// <summary>The memory that the participants of a simulation share, with the name of every word in it. It begins as zeros in each run.</summary>
internal sealed class WorldMemory : IDisposable
{
    private const int Alignment = 8;

    private readonly MappedRegion _region;
    private readonly List<(long Offset, long Size, string Name, Type Type)> _pieces = [];

    internal WorldMemory(int size)
    {
        Size = size;
        nint address = Libc.mmap(0, (nuint)size, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        if (address == -1) throw new InsufficientMemoryException($"{size} bytes for a simulation could not be had.");
        _region = new MappedRegion(address, size);
    }

    internal int Size { get; }

    internal int Used { get; private set; }

    private ref byte First => ref _region.At<byte>(0).Value;

    public void Dispose() => _region.Unmap();

    internal void Clear()
    {
        _region.Bytes(0, Used).Clear();
        _pieces.Clear();
        Used = 0;
    }

    internal SharedRef<T> Allocate<T>(string name, int count)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>() * count;
        int offset = Used;
        Used = (offset + size + Alignment - 1) & ~(Alignment - 1);
        if (Used > Size) throw new InvalidOperationException($"The world's memory of {Size} bytes is too small for '{name}'; set SimulatedWorld.MemorySize.");
        _pieces.Add((offset, size, name, typeof(T)));
        return _region.At<T>(offset, count);
    }

    /// <summary>The place of a word, or -1 when it lies elsewhere.</summary>
    internal long OffsetOf<T>(ref T word)
    {
        long offset = Unsafe.ByteOffset(ref First, ref Unsafe.As<T, byte>(ref word));
        return offset >= 0 && offset < Used ? offset : -1;
    }

    internal ref T At<T>(long offset) => ref Unsafe.As<byte, T>(ref Unsafe.Add(ref First, (nint)offset));

    internal ulong Hash(ulong hash) => StateHash.OfBytes(hash, _region.Bytes(0, Used));

    /// <summary>The name of the word there: the piece's, the index in it, the fields down to the word.</summary>
    internal string NameOf(long offset)
    {
        foreach (var (start, size, name, type) in _pieces)
        {
            if (offset < start || offset >= start + size) continue;
            int element = SizeOf(type);
            long inside = offset - start;
            string index = size > element ? $"[{inside / element}]" : "";
            return name + index + FieldAt(type, (int)(inside % element));
        }

        return string.Create(CultureInfo.InvariantCulture, $"+{offset}");
    }

    /// <summary>All words that are not 0.</summary>
    internal string Dump()
    {
        var text = new StringBuilder();
        for (int offset = 0; offset < Used; offset += sizeof(uint))
        {
            uint value = At<uint>(offset);
            if (value != 0) text.AppendLine(CultureInfo.InvariantCulture, $"  {NameOf(offset),-40} 0x{value:X8} ({value})");
        }

        return text.ToString();
    }

    private static string FieldAt(Type type, int offset)
    {
        if (type.IsPrimitive || type.IsEnum) return offset == 0 ? "" : $"+{offset}";
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array)
        {
            var element = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0].FieldType;
            int size = SizeOf(type) / array.Length;
            return $"[{offset / size}]" + FieldAt(element, offset % size);
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (OffsetOf(type, field) is not { } start) break;
            if (offset >= start && offset < start + SizeOf(field.FieldType)) return "." + field.Name + FieldAt(field.FieldType, offset - start);
        }

        return $"+{offset}";
    }

    private static int? OffsetOf(Type type, FieldInfo field) =>
        field.GetCustomAttribute<FieldOffsetAttribute>() is { } attribute ? attribute.Value : type.IsGenericType ? null : (int)Marshal.OffsetOf(type, field.Name);

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
