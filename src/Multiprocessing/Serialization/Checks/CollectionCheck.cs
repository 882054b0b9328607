namespace Multiprocessing.Serialization.Checks;

/// <summary>Checks the elements of a collection. A sequence that is made while it is enumerated is left alone: it may give its elements only once.</summary>
internal sealed class CollectionCheck<TCollection, TElement>(Func<TCollection, IEnumerable<TElement>> enumerate) : ValueCheck<TCollection>
{
    internal ValueCheck<TElement>? Element { get; set; }

    internal override string? Find(TCollection? value, int depth)
    {
        if (value is null || Element is null) return null;
        if (depth <= 0) return ValueCheck.TooDeep(typeof(TCollection));
        if (value is List<TElement> list)
        {
            for (int i = 0; i < list.Count; i++)
                if (Element.Find(list[i], depth - 1) is { } found) return ValueCheck.Prepend($"[{i}]", found);
            return null;
        }

        if (value is not (System.Collections.ICollection or ICollection<TElement> or IReadOnlyCollection<TElement>)) return null;
        int index = 0;
        foreach (TElement element in enumerate(value))
        {
            if (Element.Find(element, depth - 1) is { } found) return ValueCheck.Prepend($"[{index}]", found);
            index++;
        }

        return null;
    }
}
