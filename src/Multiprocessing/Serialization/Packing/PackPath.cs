using System.Globalization;
using System.Text;

namespace Multiprocessing.Serialization.Packing;

/// <summary>
/// Names the place of a byte in a message: <c>Order.Lines[3].Count</c>. Made when a message turned out damaged, so that reading need not keep account of where it is: the bytes before the place
/// are walked over once more, together with the description of the type.
/// </summary>
internal ref struct PackPath
{
    private const int LengthMax = 300;
    private const int DepthMax = 600;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _offset;
    private readonly Dictionary<string, string[]> _members;
    private readonly StringBuilder _path;
    private int _at;

    private PackPath(ReadOnlySpan<byte> bytes, int offset, string root, Dictionary<string, string[]> members)
    {
        _bytes = bytes;
        _offset = offset;
        _members = members;
        _path = new StringBuilder(root);
    }

    /// <summary>The path to the value at an offset, as far as the bytes before it make sense.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="offset">Where the value begins.</param>
    /// <param name="root">What the message is called.</param>
    /// <param name="description">See <see cref="MessageSerializer.Describe{T}"/>.</param>
    internal static string Find(ReadOnlySpan<byte> bytes, int offset, string root, string description)
    {
        int end = description.IndexOf(';', StringComparison.Ordinal);
        PackPath path = new(bytes, offset, root, MembersOf(description));
        path.Walk(end < 0 ? "" : description[..end], 0);
        return path._path.Length <= LengthMax ? path._path.ToString() : string.Concat("…", path._path.ToString().AsSpan(path._path.Length - LengthMax));
    }

    /// <summary>True: the place is this value, or in it.</summary>
    private bool Walk(string type, int depth)
    {
        if (_at >= _offset || _at >= _bytes.Length || depth > DepthMax) return true;
        byte code = _bytes[_at++];
        if (type.StartsWith("System.Nullable<", StringComparison.Ordinal)) type = type["System.Nullable<".Length..^1];
        switch (code)
        {
            case >= PackCode.FixMap and < PackCode.FixArray:
                return WalkMap(type, code & PackCode.FixContainerMax, depth);
            case PackCode.Map16 or PackCode.Map32:
                return WalkMap(type, Number(code == PackCode.Map16 ? 2 : 4), depth);
            case >= PackCode.FixArray and < PackCode.FixText:
                return WalkArray(type, code & PackCode.FixContainerMax, depth);
            case PackCode.Array16 or PackCode.Array32:
                return WalkArray(type, Number(code == PackCode.Array16 ? 2 : 4), depth);
            default:
                _at = (int)Math.Min(int.MaxValue, _at + SizeBehind(code));
                return false;
        }
    }

    private bool WalkArray(string type, long count, int depth)
    {
        bool isObject = _members.TryGetValue(type, out string[]? members);
        string element = ElementOf(type);
        for (int i = 0; i < count; i++)
        {
            int length = _path.Length;
            string inner = element;
            // A member that does not travel, such as a computed property, has a place without a name.
            if (isObject && members!.Length == count)
            {
                int end = members[i].IndexOf(':', StringComparison.Ordinal);
                _path.Append('.').Append(members[i].AsSpan(0, end));
                inner = members[i][(end + 1)..];
            }
            else
            {
                _path.Append(CultureInfo.InvariantCulture, $"[{i}]");
            }

            if (Walk(inner, depth + 1)) return true;
            _path.Length = length;
        }

        return false;
    }

    private bool WalkMap(string type, long count, int depth)
    {
        List<string> arguments = Split(Inside(type));
        for (int i = 0; i < count; i++)
        {
            int length = _path.Length;
            _path.Append("[key]");
            if (Walk(arguments.Count > 0 ? arguments[0] : "", depth + 1)) return true;
            _path.Length = length;
            _path.Append("[value]");
            if (Walk(arguments.Count > 1 ? arguments[1] : "", depth + 1)) return true;
            _path.Length = length;
        }

        return false;
    }

    /// <summary>How many bytes follow the code of a value that holds no others.</summary>
    private long SizeBehind(byte code) => code switch
    {
        >= PackCode.FixText and <= PackCode.FixTextMax => code & PackCode.FixTextLengthMax,
        PackCode.Binary8 or PackCode.Text8 => Number(1),
        PackCode.Binary16 or PackCode.Text16 => Number(2),
        PackCode.Binary32 or PackCode.Text32 => Number(4),
        PackCode.Extension8 => Number(1) + 1,
        PackCode.Extension16 => Number(2) + 1,
        PackCode.Extension32 => Number(4) + 1,
        PackCode.UInt8 or PackCode.Int8 => 1,
        PackCode.UInt16 or PackCode.Int16 => 2,
        PackCode.UInt32 or PackCode.Int32 or PackCode.Single => 4,
        PackCode.UInt64 or PackCode.Int64 or PackCode.Double => 8,
        >= PackCode.FixExtension1 and <= PackCode.FixExtension16 => 1 + (1 << (code - PackCode.FixExtension1)),
        _ => 0,
    };

    private long Number(int size)
    {
        long number = 0;
        for (int i = 0; i < size && _at < _bytes.Length; i++) number = (number << 8) | _bytes[_at++];
        return number;
    }

    /// <summary>Of each class in a description its members, as <c>Name:Type</c>.</summary>
    private static Dictionary<string, string[]> MembersOf(string description)
    {
        Dictionary<string, string[]> members = [];
        foreach (string entry in description.Split(';'))
        {
            int open = entry.IndexOf('(', StringComparison.Ordinal);
            if (open > 0) members[entry[..open]] = [.. Split(entry[(open + 1)..^1])];
        }

        return members;
    }

    private static string ElementOf(string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal)) return type[..^2];
        List<string> arguments = Split(Inside(type));
        return arguments.Count == 1 ? arguments[0] : "";
    }

    private static string Inside(string type)
    {
        int open = type.IndexOf('<', StringComparison.Ordinal);
        return open < 0 || type[^1] != '>' ? "" : type[(open + 1)..^1];
    }

    /// <summary>At the commas that stand in no brackets.</summary>
    private static List<string> Split(string text)
    {
        List<string> parts = [];
        int start = 0, depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '<' or '[') depth++;
            else if (text[i] is '>' or ']') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        if (start < text.Length) parts.Add(text[start..]);
        return parts;
    }
}
