using System.ComponentModel;
using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Makes ready-made objects known with their types. For generated code, which calls it for each that a program names.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedFaces
{
    /// <summary>Registers a dictionary's interface.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    public static void Dictionary<TKey, TValue>()
        where TKey : notnull => ReadyMade.Register<ISharedDictionary<TKey, TValue>, IDictionaryReferent>(
            static () => [ItemCodec<TKey>.Fingerprint, ItemCodec<TValue>.Fingerprint],
            static target => new SharedDictionary<TKey, TValue>(target));
}
