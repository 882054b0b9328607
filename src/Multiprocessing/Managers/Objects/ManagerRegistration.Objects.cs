namespace Multiprocessing;

/// <summary>Ready-made objects.</summary>
public sealed partial class ManagerRegistration
{
    internal bool AllowsSharedObjects { get; set; }

    /// <summary>Lets clients make ready-made objects: dictionaries, queues, locks and the like, with a name when one is first used, or without.</summary>
    /// <remarks>What they hold may be of types that the server does not know. A server that <see cref="Manager.StartAsync"/> or <see cref="Manager.InProcess"/> starts lets its one client anyway.</remarks>
    public void AddSharedObjects() => AllowsSharedObjects = true;

    /// <summary>Registers a dictionary.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none, or a type cannot travel.</exception>
    public void AddDictionary<TKey, TValue>(string name)
        where TKey : notnull
    {
        // The name alone need not have told the generator of these types.
        SharedFaces.Dictionary<TKey, TValue>();
        Add(name, SharedObjects.CreateDictionary<TKey, TValue>);
    }
}
