namespace Multiprocessing.Managers.Objects;

/// <summary>A list of items, as it is called from elsewhere. An index from the end is negative: -1 is the last.</summary>
[Shared(Turn = TurnPolicy.Concurrent)]
internal interface IListReferent
{
    int Count { get; }

    [Reads]
    Item Get(int index);

    void Set(int index, Item value);

    /// <summary>Sets the item if it is the expected one.</summary>
    bool Replace(int index, Item value, Item expected);

    void AddMany(Item[] items);

    void InsertMany(int index, Item[] items);

    /// <summary>The items that were removed.</summary>
    Item[] RemoveMany(int index, int count);

    bool Remove(Item item);

    [Reads]
    int IndexOf(Item item);

    [Reads]
    Item[] GetMany(int index, int count);

    void SetMany(int index, Item[] items);

    void Clear();

    void Reverse();

    [Reads]
    Item[] Snapshot();

    Item Add(NumberKind kind, int index, Item amount);
}
