namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks the keys and values of a dictionary.</summary>
internal sealed class DictionaryCheck<TDictionary, TKey, TValue>(Func<TDictionary, IReadOnlyDictionary<TKey, TValue>> read) : ValueCheck<TDictionary>
    where TKey : notnull
{
    internal ValueCheck<TKey>? Key { get; set; }

    internal ValueCheck<TValue>? Value { get; set; }

    internal override string? Find(TDictionary? value, int depth)
    {
        if (value is null || (Key is null && Value is null)) return null;
        if (depth <= 0) return ValueCheck.TooDeep(typeof(TDictionary));
        foreach ((TKey key, TValue item) in read(value))
        {
            if (Key?.Find(key, depth - 1) is { } inKey) return ValueCheck.Prepend("[key]", inKey);
            if (Value?.Find(item, depth - 1) is { } inValue) return ValueCheck.Prepend($"[{key}]", inValue);
        }

        return null;
    }
}
