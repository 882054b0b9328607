namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks an object's own type, then its members.</summary>
internal sealed class ObjectCheck<T> : ValueCheck<T>
{
    internal MemberCheck<T>[] Members { get; set; } = [];

    internal override string? Find(T? value, int depth)
    {
        if (value is null) return null;
        if (!typeof(T).IsValueType && value.GetType() != typeof(T)) return ValueCheck.OtherType(value.GetType(), typeof(T));
        if (depth <= 0) return ValueCheck.TooDeep(typeof(T));
        for (int i = 0; i < Members.Length; i++)
            if (Members[i].Find(ref value, depth - 1) is { } found) return ValueCheck.Prepend("." + Members[i].Name, found);
        return null;
    }
}
