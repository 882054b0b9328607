namespace Multiprocessing.Managers.Objects;

/// <summary>What adds to numbers at the server.</summary>
internal interface INumberedFace<TKey, TValue>
{
    TValue[] Increment(NumberKind kind, IEnumerable<KeyValuePair<TKey, TValue>> pairs);

    ValueTask<TValue[]> IncrementAsync(NumberKind kind, IEnumerable<KeyValuePair<TKey, TValue>> pairs, CancellationToken cancellationToken);
}
