namespace Multiprocessing.Memory;

/// <summary>What a segment is to hold: what <c>Create</c> writes into the header and <c>Open</c> compares with it.</summary>
/// <param name="Kind">Checked at open.</param>
/// <param name="ElementName">Full name of the element's type; empty for kinds without elements.</param>
/// <param name="ElementSize">Bytes of an element; checked at open.</param>
/// <param name="ElementFingerprint">See <c>ElementType</c>; checked at open.</param>
/// <param name="ElementCount">How many elements; told by the header at open.</param>
/// <param name="BodySize">Bytes of the body; told by the header at open.</param>
internal readonly record struct SegmentContent(
    SegmentKind Kind, string ElementName, int ElementSize, ulong ElementFingerprint, long ElementCount, long BodySize)
{
    /// <summary>Numbers whose meaning the kind decides, such as a maximum; told by the header at open.</summary>
    internal long ParameterA { get; init; }

    internal long ParameterB { get; init; }

    /// <summary>A body without elements: one layout struct.</summary>
    internal static SegmentContent Of(SegmentKind kind, long bodySize) => new(kind, "", 0, 0, 0, bodySize);
}
