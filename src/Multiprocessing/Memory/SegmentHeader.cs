using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Multiprocessing.Memory;

/// <summary>
/// The first page of every segment. Written whole before the segment gets its name, so nobody ever sees a part of it; of the fixed part only
/// <see cref="State"/> and <see cref="Flags"/> change afterwards.
/// </summary>
/// <remarks>
/// <code>
/// 0     magic u64            8     layout version u32    12    kind u32
/// 16    file size u64        24    body size u64
/// 32    element size u32     36    flags u32             40    element fingerprint u64
/// 48    incarnation u64      56    registry's incarnation u64
/// 64    creator identity u32 68    state u32             72    creator's process id i32   76  name length u32
/// 80    created, unix ms i64 88    element count i64     96    parameter A i64            104 parameter B i64
/// 112   element name, UTF-8, 144 bytes, NUL padded
/// 256   holders: 672 × u32, each 0 or the identity of a process that has the segment open
/// 2944  the name its user gave, UTF-8, 128 bytes, NUL padded; all NUL when anonymous
/// 3072  a body of at most 1024 bytes lies here; a larger one begins at 4096
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct SegmentHeader
{
    internal const ulong MagicValue = 0x3130_5047_5345_504D; // "MPESGP01" as the bytes lie in memory
    internal const uint VersionValue = 1;
    internal const int Size = 256;
    internal const int HolderCount = 672;
    internal const long HoldersOffset = 256;
    internal const long NameOffset = 2944;
    internal const long SmallBodyOffset = 3072;
    internal const long SmallBodyMax = 1024;
    internal const long PageSize = 4096;
    internal const int ElementNameMax = 144;

    /// <summary><see cref="State"/>: somebody, named in the low 30 bits, is taking the segment's name away.</summary>
    internal const uint StateRemoving = 0x8000_0000;

    /// <summary><see cref="State"/>: no name leads here any more and none will.</summary>
    internal const uint StateGone = 0x4000_0000;

    /// <summary><see cref="Flags"/>: the last user to leave unlinks the segment.</summary>
    internal const uint FlagUntilLastUser = 1;

    /// <summary><see cref="Flags"/>: the file is the hidden one; the user's name was removed or never was.</summary>
    internal const uint FlagHidden = 2;

    /// <summary><see cref="Flags"/>: messages inside keep other segments alive; holds of this incarnation are in the directory.</summary>
    internal const uint FlagCarriesHolds = 4;

    [FieldOffset(0)] internal ulong Magic;
    [FieldOffset(8)] internal uint Version;
    [FieldOffset(12)] internal SegmentKind Kind;
    [FieldOffset(16)] internal long FileSize;
    [FieldOffset(24)] internal long BodySize;
    [FieldOffset(32)] internal uint ElementSize;
    [FieldOffset(36)] internal uint Flags;
    [FieldOffset(40)] internal ulong ElementFingerprint;
    [FieldOffset(48)] internal ulong Incarnation;
    [FieldOffset(56)] internal ulong RegistryIncarnation;
    [FieldOffset(64)] internal uint Creator;
    [FieldOffset(68)] internal uint State;
    [FieldOffset(72)] internal int CreatorProcessId;
    [FieldOffset(80)] internal long CreatedUnixMilliseconds;
    [FieldOffset(88)] internal long ElementCount;
    [FieldOffset(96)] internal long ParameterA;
    [FieldOffset(104)] internal long ParameterB;
    [FieldOffset(112)] internal ElementNameBytes ElementName;

    [InlineArray(ElementNameMax)]
    internal struct ElementNameBytes
    {
        private byte _first;
    }

    internal static long BodyOffset(long bodySize) => bodySize <= SmallBodyMax ? SmallBodyOffset : PageSize;

    internal static long FileSizeFor(long bodySize) => bodySize <= SmallBodyMax ? PageSize : checked(PageSize + bodySize);

    internal readonly string ElementNameText() => Text(ElementName);

    /// <summary>The text of a field that is padded with NULs.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    internal void SetElementName(string name)
    {
        Span<byte> bytes = ElementName;
        bytes.Clear();
        // Stops at the last whole character that fits.
        Utf8.FromUtf16(name, bytes, out _, out _);
    }

    /// <summary>What of a type's name the header can hold.</summary>
    internal static string ShortElementName(string name)
    {
        SegmentHeader header = default;
        header.SetElementName(name);
        return header.ElementNameText();
    }
}
