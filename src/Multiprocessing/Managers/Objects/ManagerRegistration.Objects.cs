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

    /// <summary>Registers a queue.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none, or the type cannot travel.</exception>
    public void AddQueue<T>(string name, int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn)
    {
        SharedFaces.Queue<T>();
        Add(name, () => SharedObjects.CreateQueue<T>(capacity, order));
    }

    /// <summary>Registers a queue whose items are leases.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <param name="maxAttempts">How often an item is taken before it counts as failed.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none, or the type cannot travel.</exception>
    public void AddJoinableQueue<T>(string name, int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn, int maxAttempts = 3)
    {
        SharedFaces.JoinableQueue<T>();
        Add(name, () => SharedObjects.CreateJoinableQueue<T>(capacity, order, maxAttempts));
    }

    /// <summary>Registers a lock.</summary>
    /// <param name="name">1 to 200 characters.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none.</exception>
    public void AddLock(string name) => Add(name, SharedObjects.CreateLock);
}
