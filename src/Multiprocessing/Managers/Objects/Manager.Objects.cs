using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>Ready-made objects.</summary>
public sealed partial class Manager
{
    /// <summary>Has the server make a dictionary.</summary>
    /// <typeparam name="TKey">The keys' type. Two keys are one when they are written as the same bytes.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    /// <param name="name">A name by which others get it, which must be free; null for none: the dictionary then lives as long as somebody refers to it.</param>
    /// <returns>The dictionary.</returns>
    /// <exception cref="ArgumentException">A type cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedDictionary<TKey, TValue> CreateDictionary<TKey, TValue>(string? name = null)
        where TKey : notnull
    {
        SharedFaces.Dictionary<TKey, TValue>();
        return ReadyMade.FaceOf<ISharedDictionary<TKey, TValue>>(Catalog.CreateDictionary(name, SharedContract.Of<ISharedDictionary<TKey, TValue>>().TypeName));
    }

    /// <summary>The dictionary of a name. No call is made: a wrong name, or types other than it was made with, show at the first one. A server that makes objects for its clients makes it then.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The dictionary; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException">A type cannot travel.</exception>
    public ISharedDictionary<TKey, TValue> GetDictionary<TKey, TValue>(string name)
        where TKey : notnull
    {
        SharedFaces.Dictionary<TKey, TValue>();
        return Get<ISharedDictionary<TKey, TValue>>(name);
    }

    /// <summary>Takes the name of a ready-made object that a client named. Who holds the object keeps it; the next who asks by the name finds none, or a new one.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public bool Remove(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Catalog.Remove(name);
    }

    private ICatalog Catalog => Get<ICatalog>();
}
