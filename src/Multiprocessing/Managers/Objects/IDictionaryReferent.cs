namespace Multiprocessing.Managers.Objects;

/// <summary>A dictionary of items, as it is called from elsewhere.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IDictionaryReferent
{
    int Count { get; }

    /// <summary>The value; none where the key is not there.</summary>
    [Reads]
    Item Get(Item key);

    [Reads]
    Item[] GetMany(Item[] keys);

    [Reads]
    bool Contains(Item key);

    void Set(Item key, Item value);

    /// <summary>Keys and values in turn.</summary>
    void SetMany(Item[] pairs);

    bool TryAdd(Item key, Item value);

    Item GetOrAdd(Item key, Item value);

    /// <summary>Sets the value if it is the expected one.</summary>
    bool Replace(Item key, Item value, Item expected);

    /// <summary>The value that was removed; none where the key was not there.</summary>
    Item Remove(Item key);

    bool RemoveIf(Item key, Item expected);

    int RemoveMany(Item[] keys);

    void Clear();

    /// <summary>Adds to numbers; keys that are not there begin at zero. Keys and amounts in turn; the new values.</summary>
    Item[] Increment(NumberKind kind, Item[] pairs);

    /// <summary>Keys and values in turn.</summary>
    [Reads]
    Item[] Snapshot();

    [Reads]
    Item[] Keys();
}
