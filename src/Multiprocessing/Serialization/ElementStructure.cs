using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Serialization;

/// <summary>
/// Writes the layout of a type as a text, such as <c>Shop.Order[16]{0 Id:System.Int32,8 Price:System.Double}</c>, or says why it has none that all processes share.
/// </summary>
/// <remarks>
/// What is hard: reflection reports fields in an order of its own, which differs between the just-in-time runtime and one compiled ahead of time, and it does
/// not report offsets (the marshaller's are others). So the offsets are measured: reflection sets one field of a zeroed, boxed value to all ones,
/// and the first byte that is not 0 is where the field lies.
/// Programs compiled ahead of time keep the fields of a struct only where they were told to: there a struct counts only when it was registered
/// (<see cref="KnownTypes.AddElement{T}"/>), which keeps its fields, and a struct within it too. Anything else would hash what was left of it.
/// </remarks>
internal static class ElementStructure
{
    private static readonly ConcurrentDictionary<Type, bool> s_registered = new();

    /// <summary>From now on the fields that reflection reports of this type are known to be all of them.</summary>
    internal static void Register(Type type) => s_registered.TryAdd(type, true);

    internal static bool TryDescribe(Type type, [NotNullWhen(true)] out string? structure, [NotNullWhen(false)] out string? reason)
    {
        StringBuilder text = new();
        reason = Write(text, type, TypeNames.Short(type));
        structure = reason is null ? text.ToString() : null;
        return reason is null;
    }

    /// <summary>Appends the type's structure; returns null, or the reason of the refusal.</summary>
    private static string? Write(StringBuilder text, Type type, string path)
    {
        if (ElementLeaves.Contains(type))
        {
            text.Append(TypeNames.Full(type));
            return null;
        }

        if (type.IsEnum)
        {
            text.Append(TypeNames.Full(type)).Append('=');
            return Write(text, Enum.GetUnderlyingType(type), path);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            if (Write(text, underlying, path) is { } refusal) return refusal;
            text.Append('?');
            return null;
        }

        return Refusal(type, path) ?? WriteFields(text, type, path);
    }

    private static string? Refusal(Type type, string path)
    {
        if (type == typeof(nint) || type == typeof(nuint)) return $"{path}: {TypeNames.Short(type)} (its size differs between processes)";
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef) return $"{path}: {TypeNames.Short(type)} (a pointer means nothing in another process)";
        if (!type.IsValueType) return $"{path}: {TypeNames.Short(type)} (a reference means nothing in another process)";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Vector<>)) return $"{path}: {TypeNames.Short(type)} (its length differs between processes)";
        if (type.IsByRefLike) return $"{path}: {TypeNames.Short(type)} (a ref struct cannot leave its stack)";
        if (type.IsAutoLayout) return $"{path}: {TypeNames.Short(type)} (automatic layout: each compiler may place its fields anew)";
        if (!RuntimeFeature.IsDynamicCodeSupported && !s_registered.ContainsKey(type))
        {
            return $"{path}: {TypeNames.Short(type)} (this program was compiled ahead of time and the struct's fields may be trimmed; " +
                $"call KnownTypes.AddElement<{TypeNames.Short(type)}>() when the program starts)";
        }

        return null;
    }

    private static string? WriteFields(StringBuilder text, Type type, string path)
    {
        FieldInfo[] fields = FieldsOf(type);
        foreach (FieldInfo field in fields)
        {
            // Before anything is measured: a field with a reference cannot be given made-up bytes.
            if (field.FieldType.IsPointer || field.FieldType.IsFunctionPointer || !field.FieldType.IsValueType) return Refusal(field.FieldType, $"{path}.{NameOf(field)}");
        }

        List<(string Name, FieldInfo Field, string Structure)> parts = [];
        foreach (FieldInfo field in fields)
        {
            StringBuilder part = new();
            if (WriteField(part, field, $"{path}.{NameOf(field)}") is { } refusal) return refusal;
            parts.Add((NameOf(field), field, part.ToString()));
        }

        text.Append(CultureInfo.InvariantCulture, $"{TypeNames.Full(type)}[{RuntimeHelpers.SizeOf(type.TypeHandle)}]{{");
        bool first = true;
        int[] offsets = Offsets(type, fields);
        foreach ((int offset, string name, string structure) in parts.Select((part, i) => (offsets[i], part.Name, part.Structure)).Order())
        {
            text.Append(first ? "" : ",").Append(CultureInfo.InvariantCulture, $"{offset} {name}:{structure}");
            first = false;
        }

        text.Append('}');
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline) text.Append(CultureInfo.InvariantCulture, $"*{inline.Length}");
        return null;
    }

    private static string? WriteField(StringBuilder text, FieldInfo field, string path)
    {
        if (field.GetCustomAttribute<FixedBufferAttribute>() is not { } buffer) return Write(text, field.FieldType, path);
        string? refusal = Write(text, buffer.ElementType, path);
        text.Append(CultureInfo.InvariantCulture, $"*{buffer.Length}");
        return refusal;
    }

    private static int[] Offsets(Type type, FieldInfo[] fields)
    {
        byte[] zeros = new byte[RuntimeHelpers.SizeOf(type.TypeHandle)];
        int[] offsets = new int[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            object value = RuntimeHelpers.Box(ref zeros[0], type.TypeHandle)!;
            fields[i].SetValue(value, Mark(fields[i].FieldType));
            offsets[i] = RawBytes.OfBoxed(value).IndexOfAnyExcept((byte)0);
        }

        return offsets;
    }

    /// <summary>A value whose first byte is not 0. A nullable is boxed as its value; set into a field, it writes its flag first.</summary>
    private static object Mark(Type field)
    {
        byte[] ones = new byte[RuntimeHelpers.SizeOf(field.TypeHandle)];
        if (Nullable.GetUnderlyingType(field) is { } underlying) return RuntimeHelpers.Box(ref ones[0], underlying.TypeHandle)!;
        Array.Fill(ones, byte.MaxValue);
        return RuntimeHelpers.Box(ref ones[0], field.TypeHandle)!;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A trimmed program compiled ahead of time comes here only with registered types, whose fields are kept; the trimmer of the just-in-time runtime keeps all fields of structs with sequential or explicit layout.")]
    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>The name as the source has it: of a property where the compiler made the field for one.</summary>
    private static string NameOf(FieldInfo field)
    {
        string name = field.Name;
        int end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name.TrimEnd('@');
    }
}
