using System.Security.Cryptography;
using System.Text;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>
/// The names of segments, and of their files. A user's name <c>grid</c> is the file <c>grid.mp</c>. An anonymous segment, and one whose name was removed
/// while it is in use, is <c>~incarnation.mp</c>. <c>.new-identity-random</c> is a segment being made, <c>.hold-carrier-random</c> a second name
/// by which a message keeps a segment alive.
/// </summary>
internal static class SegmentName
{
    internal const int LengthMax = 128;
    internal const string FileSuffix = ".mp";
    internal const string TemporaryPrefix = ".new-";
    internal const string HoldPrefix = ".hold-";
    internal const char HiddenPrefix = '~';

    /// <exception cref="ArgumentException">The name is empty, too long, or has a character that names must not have.</exception>
    internal static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name)) throw Errors.BadName(name);
    }

    internal static bool IsValid(string name)
    {
        if (name.Length == 0 || name[0] is '.' or HiddenPrefix) return false;
        foreach (char c in name)
            if (c is '/' or '\\' or ':' || char.IsControl(c) || char.IsSurrogate(c)) return false;
        return Encoding.UTF8.GetByteCount(name) <= LengthMax;
    }

    internal static string File(string name) => name + FileSuffix;

    internal static string HiddenFile(ulong incarnation) => HiddenPrefix + PlainDigits.Hex(incarnation, 16) + FileSuffix;

    /// <summary>What messages call a segment without a user's name.</summary>
    internal static string OfIncarnation(ulong incarnation) => OfFile(HiddenFile(incarnation));

    internal static string Temporary(uint creator) => $"{TemporaryPrefix}{PlainDigits.Hex(creator, 8)}-{PlainDigits.Hex(Random(), 16)}";

    internal static string Hold(ulong carrier) => HoldsOf(carrier) + PlainDigits.Hex(Random(), 16);

    internal static string HoldsOf(ulong carrier) => $"{HoldPrefix}{PlainDigits.Hex(carrier, 16)}-";

    /// <summary>Whether the file is a published segment.</summary>
    internal static bool IsSegment(string file) => file.EndsWith(FileSuffix, StringComparison.Ordinal) && file[0] != '.';

    /// <summary>The file's name without the suffix: the user's name, or the generated one.</summary>
    internal static string OfFile(string file) => file.EndsWith(FileSuffix, StringComparison.Ordinal) ? file[..^FileSuffix.Length] : file;

    /// <summary>The identity or incarnation between the prefix and the next dash of a temporary or hold name.</summary>
    internal static bool TryParseOwner(string file, string prefix, out ulong owner)
    {
        owner = 0;
        int dash = file.IndexOf('-', prefix.Length);
        return dash > 0 && PlainDigits.TryReadHex(file.AsSpan(prefix.Length, dash - prefix.Length), out owner);
    }

    internal static ulong Random() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
}
