using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Objects.Waiting;

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
        return Make<ISharedDictionary<TKey, TValue>>(text => Catalog.CreateDictionary(name, text));
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

    /// <summary>Has the server make a list.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedList<T> CreateList<T>(string? name = null)
    {
        SharedFaces.List<T>();
        return Make<ISharedList<T>>(text => Catalog.CreateList(name, text));
    }

    /// <summary>The list of a name. No call is made: a wrong name or type shows at the first one. A server that makes objects for its clients makes it then.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The list; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public ISharedList<T> GetList<T>(string name)
    {
        SharedFaces.List<T>();
        return Get<ISharedList<T>>(name);
    }

    /// <summary>Has the server make a set.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedSet<T> CreateSet<T>(string? name = null)
        where T : notnull
    {
        SharedFaces.Set<T>();
        return Make<ISharedSet<T>>(text => Catalog.CreateDictionary(name, text));
    }

    /// <summary>The set of a name. No call is made: a wrong name or type shows at the first one. A server that makes objects for its clients makes it then.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The set; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public ISharedSet<T> GetSet<T>(string name)
        where T : notnull
    {
        SharedFaces.Set<T>();
        return Get<ISharedSet<T>>(name);
    }

    /// <summary>Has the server make an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">What it holds at first; its length is theirs.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedArray<T> CreateArray<T>(IEnumerable<T> items, string? name = null)
    {
        SharedFaces.Array<T>();
        return Make<ISharedArray<T>>(text => Catalog.CreateArray(name, text, ItemCodec<T>.PackAll(items)));
    }

    /// <summary>Has the server make a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="initial">What it is at first.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedValue<T> CreateValue<T>(T initial, string? name = null)
    {
        SharedFaces.Value<T>();
        return Make<ISharedValue<T>>(text => Catalog.CreateArray(name, text, [ItemCodec<T>.Pack(initial)]));
    }

    /// <summary>Has the server make a namespace.</summary>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The namespace.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedNamespace CreateNamespace(string? name = null) => Make<ISharedNamespace>(text => Catalog.CreateDictionary(name, text));

    /// <summary>Has the server make a barrier.</summary>
    /// <param name="participantCount">How many parties there are.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedBarrier CreateBarrier(int participantCount, string? name = null) => Make<ISharedBarrier>(text => Catalog.CreateBarrier(name, text, participantCount));

    /// <summary>Has the server make a condition of a lock.</summary>
    /// <param name="target">A lock of this manager.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">The lock is not this manager's.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedCondition CreateCondition(ISharedLock target, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ILockReferent referent = (target as IFace)?.Target as ILockReferent ?? throw Errors.LockOfAnotherServer();
        return Make<ISharedCondition>(text => Catalog.CreateCondition(name, text, referent));
    }

    /// <summary>Has the server make a condition of a lock.</summary>
    /// <param name="target">A lock of this manager.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">The lock is not this manager's.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedCondition CreateCondition(ISharedRecursiveLock target, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ILockReferent referent = (target as IFace)?.Target as ILockReferent ?? throw Errors.LockOfAnotherServer();
        return Make<ISharedCondition>(text => Catalog.CreateCondition(name, text, referent));
    }

    /// <summary>Has the server make a recursive lock.</summary>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedRecursiveLock CreateRecursiveLock(string? name = null) => Make<ISharedRecursiveLock>(text => Catalog.CreateLock(name, text));

    /// <summary>Has the server make a lock.</summary>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedLock CreateLock(string? name = null) => Make<ISharedLock>(text => Catalog.CreateLock(name, text));

    /// <summary>Has the server make a semaphore. By a name alone none is made on first use, since its units are not known.</summary>
    /// <param name="initial">How many units are free at first.</param>
    /// <param name="maximum">How many there may be: a release beyond is an error.</param>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more than the maximum.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedSemaphore CreateSemaphore(int initial, int maximum = int.MaxValue, string? name = null) => Make<ISharedSemaphore>(text => Catalog.CreateSemaphore(name, text, initial, maximum));

    /// <summary>Has the server make an event.</summary>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <param name="isSet">Whether it is set at first.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedEvent CreateEvent(string? name = null, bool isSet = false) => Make<ISharedEvent>(text => Catalog.CreateEvent(name, text, isSet));

    /// <summary>Has the server make a queue.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than one.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedQueue<T> CreateQueue<T>(string? name = null, int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn)
    {
        SharedFaces.Queue<T>();
        return Make<ISharedQueue<T>>(text => Catalog.CreateQueue(name, text, capacity, (int)order, int.MaxValue));
    }

    /// <summary>The queue of a name. No call is made: a wrong name or type shows at the first one. A server that makes objects for its clients makes it then, without a limit.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The queue; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public ISharedQueue<T> GetQueue<T>(string name)
    {
        SharedFaces.Queue<T>();
        return Get<ISharedQueue<T>>(name);
    }

    /// <summary>Has the server make a queue whose items are leases.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">A name by which others get it with <see cref="Get{T}(string)"/>, which must be free; null for none: it then lives as long as somebody refers to it.</param>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <param name="maxAttempts">How often an item is taken before it counts as failed.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one.</exception>
    /// <exception cref="InvalidOperationException">The name is taken, or the server makes no objects for its clients.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ISharedJoinableQueue<T> CreateJoinableQueue<T>(string? name = null, int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn, int maxAttempts = 3)
    {
        SharedFaces.JoinableQueue<T>();
        return Make<ISharedJoinableQueue<T>>(text => Catalog.CreateQueue(name, text, capacity, (int)order, maxAttempts));
    }

    /// <summary>The joinable queue of a name. No call is made: a wrong name or type shows at the first one. A server that makes objects for its clients makes it then, with the defaults.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns>The queue; the same as long as one is in use.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public ISharedJoinableQueue<T> GetJoinableQueue<T>(string name)
    {
        SharedFaces.JoinableQueue<T>();
        return Get<ISharedJoinableQueue<T>>(name);
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

    private static TFace Make<TFace>(Func<string, object> create)
        where TFace : class => ReadyMade.FaceOf<TFace>(create(SharedContract.Of<TFace>().TypeName));
}
