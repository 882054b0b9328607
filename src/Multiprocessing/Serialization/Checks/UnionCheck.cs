namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks that an object's class is one of those that were named for the declared one, then its members.</summary>
internal sealed class UnionCheck<TUnion> : ValueCheck<TUnion>
{
    /// <summary>The classes; null where such an object needs no further check.</summary>
    internal Dictionary<Type, ValueCheck<TUnion>?> Cases { get; } = [];

    internal override string? Find(TUnion? value, int depth)
    {
        if (value is null) return null;
        if (!Cases.TryGetValue(value.GetType(), out ValueCheck<TUnion>? check)) return ValueCheck.OtherType(value.GetType(), typeof(TUnion));
        return check?.Find(value, depth);
    }
}
