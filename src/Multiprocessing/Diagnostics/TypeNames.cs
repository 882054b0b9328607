using System.Text;

namespace Multiprocessing.Diagnostics;

/// <summary>Names of types as they stand in fingerprints and messages: without assemblies and versions, so that two programs that share a source file agree.</summary>
internal static class TypeNames
{
    /// <summary>With namespaces: <c>Shop.Pair&lt;System.Int32,System.Double&gt;</c>.</summary>
    internal static string Full(Type type) => Write(new StringBuilder(), type, full: true).ToString();

    /// <summary>Without namespaces, for people: <c>Pair&lt;Int32,Double&gt;</c>.</summary>
    internal static string Short(Type type) => Write(new StringBuilder(), type, full: false).ToString();

    /// <summary>A full name as C# source writes it, where that is shorter: <c>double</c> for <c>System.Double</c>.</summary>
    internal static string InSource(string fullName) => fullName switch
    {
        "System.Boolean" => "bool",
        "System.Char" => "char",
        "System.SByte" => "sbyte",
        "System.Byte" => "byte",
        "System.Int16" => "short",
        "System.UInt16" => "ushort",
        "System.Int32" => "int",
        "System.UInt32" => "uint",
        "System.Int64" => "long",
        "System.UInt64" => "ulong",
        "System.Single" => "float",
        "System.Double" => "double",
        "System.Decimal" => "decimal",
        _ => fullName,
    };

    private static StringBuilder Write(StringBuilder text, Type type, bool full)
    {
        if (type.HasElementType)
        {
            Write(text, type.GetElementType()!, full);
            return type.IsArray ? text.Append('[').Append(',', type.GetArrayRank() - 1).Append(']') : text.Append(type.IsPointer ? '*' : '&');
        }

        if (type.IsFunctionPointer) return text.Append("delegate*");
        if (type.IsGenericParameter) return text.Append(type.Name);
        if (full && type.Namespace is { Length: > 0 } space) text.Append(space).Append('.');
        WriteNesting(text, type);
        Type[] arguments = type.GetGenericArguments();
        for (int i = 0; i < arguments.Length; i++) Write(text.Append(i == 0 ? '<' : ','), arguments[i], full);
        return arguments.Length > 0 ? text.Append('>') : text;
    }

    private static void WriteNesting(StringBuilder text, Type type)
    {
        if (type.DeclaringType is { } outer)
        {
            WriteNesting(text, outer);
            text.Append('.');
        }

        int arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        text.Append(arity < 0 ? type.Name : type.Name.AsSpan(0, arity));
    }
}
