namespace Multiprocessing.Cli.Managers;

/// <summary>Types that the tool knows, found by their names as servers tell them: texts, numbers and the like, arrays, lists and dictionaries of them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<string, Type> s_types = new(StringComparer.Ordinal)
    {
        ["System.String"] = typeof(string),
        ["System.Boolean"] = typeof(bool),
        ["System.Char"] = typeof(char),
        ["System.SByte"] = typeof(sbyte),
        ["System.Int16"] = typeof(short),
        ["System.Int32"] = typeof(int),
        ["System.Int64"] = typeof(long),
        ["System.UInt16"] = typeof(ushort),
        ["System.UInt32"] = typeof(uint),
        ["System.UInt64"] = typeof(ulong),
        ["System.Byte"] = typeof(byte),
        ["System.Single"] = typeof(float),
        ["System.Double"] = typeof(double),
        ["System.Decimal"] = typeof(decimal),
        ["System.Guid"] = typeof(Guid),
        ["System.DateTime"] = typeof(DateTime),
        ["System.DateTimeOffset"] = typeof(DateTimeOffset),
        ["System.DateOnly"] = typeof(DateOnly),
        ["System.TimeOnly"] = typeof(TimeOnly),
        ["System.TimeSpan"] = typeof(TimeSpan),
    };

    private static readonly Dictionary<string, Type> s_generics = new(StringComparer.Ordinal)
    {
        ["System.Nullable"] = typeof(Nullable<>),
        ["System.Collections.Generic.List"] = typeof(List<>),
        ["System.Collections.Generic.HashSet"] = typeof(HashSet<>),
        ["System.Collections.Generic.Dictionary"] = typeof(Dictionary<,>),
    };

    internal static string Known => "texts, numbers, true and false, dates and times, Guid, and arrays, lists, sets and dictionaries of them";

    /// <summary>The name before the type arguments, and the arguments' names.</summary>
    internal static (string Name, string[] Arguments) Split(string text)
    {
        int open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith('>')) return (text, []);
        var arguments = new List<string>();
        int depth = 0;
        int from = open + 1;
        for (int i = from; i < text.Length - 1; i++)
        {
            if (text[i] is '<' or '[') depth++;
            else if (text[i] is '>' or ']') depth--;
            if (text[i] != ',' || depth > 0) continue;
            arguments.Add(text[from..i].Trim());
            from = i + 1;
        }

        arguments.Add(text[from..^1].Trim());
        return (text[..open], [.. arguments]);
    }

    /// <summary>The type of a name; null where the tool does not know it.</summary>
    internal static Type? Find(string text)
    {
        if (s_types.TryGetValue(text, out Type? type)) return type;
        if (text.EndsWith("[]", StringComparison.Ordinal)) return Find(text[..^2])?.MakeArrayType();
        (string name, string[] arguments) = Split(text);
        Type?[] found = [.. arguments.Select(Find)];
        return s_generics.TryGetValue(name, out Type? generic) && generic.GetGenericArguments().Length == found.Length && Array.TrueForAll(found, static one => one is not null)
            ? generic.MakeGenericType(found!)
            : null;
    }
}
