using System.Buffers.Binary;

namespace Multiprocessing.Managers;

/// <summary>
/// The references that a body gives, as a list at its end: so who has no use for the body, or no idea of its types, can release them all the same.
/// </summary>
/// <remarks>
/// <code>
/// the values           each reference in them: u8 kind, u64 number
/// u32 distance         from the end of the values back to a reference, for each that was given, in their order
/// u32 count            of the distances
/// </code>
/// <para>Distances count from the end, since what stands before the values (a trace context, the name of a factory) is cut off by those who read it. References to objects of the receiver, and null, are not
/// listed: nothing is counted for them.</para>
/// </remarks>
internal readonly ref struct ReferenceList
{
    /// <summary>Bytes of a reference.</summary>
    internal const int ReferenceSize = 1 + sizeof(ulong);

    private readonly ReadOnlySpan<byte> _distances;

    private ReferenceList(ReadOnlySpan<byte> distances) => _distances = distances;

    internal int Count => _distances.Length / sizeof(uint);

    /// <summary>Bytes of a list of so many.</summary>
    internal static int SizeOf(int count) => count == 0 ? 0 : (count + 1) * sizeof(uint);

    /// <summary>Writes a list behind values that end where it begins.</summary>
    /// <param name="list">As many bytes as <see cref="SizeOf"/> says.</param>
    /// <param name="references">Where the references are.</param>
    /// <param name="end">Where the values end, counted alike.</param>
    internal static void Write(Span<byte> list, ReadOnlySpan<(ulong Id, int At)> references, int end)
    {
        foreach ((_, int at) in references)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(list, (uint)(end - at));
            list = list[sizeof(uint)..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(list, (uint)references.Length);
    }

    /// <summary>Cuts the list off a body, which is then the values alone.</summary>
    /// <exception cref="InvalidDataException">It is none: the connection cannot go on.</exception>
    internal static ReferenceList Cut(ReadOnlySpan<byte> body, out int valuesSize)
    {
        uint count = body.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(body[^sizeof(uint)..]);
        if (count == 0 || count > (body.Length - sizeof(uint)) / (ReferenceSize + sizeof(uint))) throw new InvalidDataException($"a list of {count} references came in a body of {body.Length} bytes");
        valuesSize = body.Length - SizeOf((int)count);
        var list = new ReferenceList(body[valuesSize..^sizeof(uint)]);
        long before = (long)valuesSize + ReferenceSize;
        for (int i = 0; i < list.Count; i++)
        {
            uint distance = list.DistanceAt(i);
            if (distance < ReferenceSize || distance > before - ReferenceSize) throw new InvalidDataException($"reference {i} of {count} is said to lie {distance} bytes before the end of {valuesSize}");
            before = distance;
        }

        return list;
    }

    /// <summary>How far before the end of the values a reference lies.</summary>
    internal uint DistanceAt(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_distances[(index * sizeof(uint))..]);
}
