using System.Buffers.Binary;
using Multiprocessing.Memory;

namespace Multiprocessing.Tests.Memory;

/// <summary>Reads and overwrites bytes of a segment's file, as a hostile or mistaken program would.</summary>
internal static class SegmentDamage
{
    internal const long StateOffset = 68;
    internal const long IncarnationOffset = 48;

    internal static void Write(string path, long offset, uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Write(path, offset, bytes);
    }

    internal static void Write(string path, long offset, ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Write(path, offset, bytes);
    }

    internal static void Write(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, bytes, offset);
    }

    internal static ulong ReadUInt64(string path, long offset)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[8];
        RandomAccess.Read(file, bytes, offset);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The first process that has the segment open.</summary>
    internal static uint HolderOf(string path)
    {
        for (long offset = SegmentHeader.HoldersOffset; ; offset += 4)
            if ((uint)ReadUInt64(path, offset) is not 0 and var holder) return holder;
    }
}
