using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing;

/// <summary>Makes ready-made objects in this process, for servers: to be registered, or to be returned by members of shared interfaces.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> They live as long as this process; others use them through proxies. <b>Cost.</b> No call, no socket.</para>
/// <para><em>Source:</em> the types of CPython's <c>multiprocessing.managers.SyncManager</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// await using var server = await ManagerServer.StartAsync("unix:/run/app/game.sock", m => m.Add("scores", () => SharedObjects.CreateDictionary&lt;string, int&gt;()));
/// </code></example>
public static class SharedObjects
{
    /// <summary>Makes a dictionary.</summary>
    /// <typeparam name="TKey">The keys' type.</typeparam>
    /// <typeparam name="TValue">The values' type.</typeparam>
    /// <returns>The dictionary.</returns>
    /// <exception cref="ArgumentException">A type cannot travel.</exception>
    public static ISharedDictionary<TKey, TValue> CreateDictionary<TKey, TValue>()
        where TKey : notnull
    {
        SharedFaces.Dictionary<TKey, TValue>();
        return Face<ISharedDictionary<TKey, TValue>>(static text => new DictionaryReferent(text));
    }

    /// <summary>Makes a list.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The list.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public static ISharedList<T> CreateList<T>()
    {
        SharedFaces.List<T>();
        return Face<ISharedList<T>>(static text => new ListReferent(text));
    }

    /// <summary>Makes a set.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public static ISharedSet<T> CreateSet<T>()
        where T : notnull
    {
        SharedFaces.Set<T>();
        return Face<ISharedSet<T>>(static text => new DictionaryReferent(text));
    }

    /// <summary>Makes an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">What it holds at first; its length is theirs.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public static ISharedArray<T> CreateArray<T>(IEnumerable<T> items)
    {
        SharedFaces.Array<T>();
        return Face<ISharedArray<T>>(text => new ListReferent(text, ItemCodec<T>.PackAll(items)));
    }

    /// <summary>Makes a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="initial">What it is at first.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    public static ISharedValue<T> CreateValue<T>(T initial)
    {
        SharedFaces.Value<T>();
        return Face<ISharedValue<T>>(text => new ListReferent(text, [ItemCodec<T>.Pack(initial)]));
    }

    /// <summary>Makes a namespace.</summary>
    /// <returns>The namespace.</returns>
    public static ISharedNamespace CreateNamespace() => Face<ISharedNamespace>(static text => new DictionaryReferent(text));

    /// <summary>Makes a barrier.</summary>
    /// <param name="participantCount">How many parties there are.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static ISharedBarrier CreateBarrier(int participantCount) => Face<ISharedBarrier>(text => new BarrierReferent(text, participantCount));

    /// <summary>Makes a condition of a lock.</summary>
    /// <param name="target">A lock of this process.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">The lock lives in another process.</exception>
    public static ISharedCondition CreateCondition(ISharedLock target) =>
        Face<ISharedCondition>(text => new ConditionReferent(text, (target as IFace)?.Target as LockReferent ?? throw Errors.LockOfAnotherServer()));

    /// <summary>Makes a condition of a lock.</summary>
    /// <param name="target">A lock of this process.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">The lock lives in another process.</exception>
    public static ISharedCondition CreateCondition(ISharedRecursiveLock target) =>
        Face<ISharedCondition>(text => new ConditionReferent(text, (target as IFace)?.Target as LockReferent ?? throw Errors.LockOfAnotherServer()));

    /// <summary>Makes a recursive lock.</summary>
    /// <returns>The lock.</returns>
    public static ISharedRecursiveLock CreateRecursiveLock() => Face<ISharedRecursiveLock>(static text => new LockReferent(text));

    /// <summary>Makes a lock.</summary>
    /// <returns>The lock.</returns>
    public static ISharedLock CreateLock() => Face<ISharedLock>(static text => new LockReferent(text));

    /// <summary>Makes a semaphore.</summary>
    /// <param name="initial">How many units are free at first.</param>
    /// <param name="maximum">How many there may be.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more than the maximum.</exception>
    public static ISharedSemaphore CreateSemaphore(int initial, int maximum = int.MaxValue) => Face<ISharedSemaphore>(text => new SemaphoreReferent(text, initial, maximum));

    /// <summary>Makes an event.</summary>
    /// <param name="isSet">Whether it is set at first.</param>
    /// <returns>The event.</returns>
    public static ISharedEvent CreateEvent(bool isSet = false) => Face<ISharedEvent>(text => new EventReferent(text, isSet));

    /// <summary>Makes a queue.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than one.</exception>
    public static ISharedQueue<T> CreateQueue<T>(int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn)
    {
        SharedFaces.Queue<T>();
        return Face<ISharedQueue<T>>(text => new QueueReferent(text, QueueSetup.Default with { Capacity = capacity, Order = order }));
    }

    /// <summary>Makes a queue whose items are leases.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="capacity">How many items may wait; putters wait beyond.</param>
    /// <param name="order">Which item is taken first.</param>
    /// <param name="maxAttempts">How often an item is taken before it counts as failed.</param>
    /// <returns>The queue.</returns>
    /// <exception cref="ArgumentException">The type cannot travel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one.</exception>
    public static ISharedJoinableQueue<T> CreateJoinableQueue<T>(int capacity = int.MaxValue, SharedQueueOrder order = SharedQueueOrder.FirstIn, int maxAttempts = 3)
    {
        SharedFaces.JoinableQueue<T>();
        return Face<ISharedJoinableQueue<T>>(text => new QueueReferent(text, new QueueSetup(capacity, order, maxAttempts)));
    }

    private static TFace Face<TFace>(Func<string, Referent> make)
        where TFace : class => ReadyMade.FaceOf<TFace>(make(SharedContract.Of<TFace>().TypeName));
}
