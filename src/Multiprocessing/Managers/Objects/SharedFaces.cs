using System.ComponentModel;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Objects.Waiting;

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

    /// <summary>Registers a list's interface.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    public static void List<T>() => ReadyMade.Register<ISharedList<T>, IListReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedList<T>(target));

    /// <summary>Registers an array's interface.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    public static void Array<T>() => ReadyMade.Register<ISharedArray<T>, IListReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedList<T>(target));

    /// <summary>Registers a value's interface.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    public static void Value<T>() => ReadyMade.Register<ISharedValue<T>, IListReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedValueFace<T>(target));

    /// <summary>Registers a set's interface.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    public static void Set<T>()
        where T : notnull => ReadyMade.Register<ISharedSet<T>, IDictionaryReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedSet<T>(target));

    /// <summary>Registers a namespace's interface.</summary>
    public static void Namespace() => ReadyMade.Register<ISharedNamespace, IDictionaryReferent>(static () => [], static target => new SharedNamespace(target));

    /// <summary>Registers a barrier's interface.</summary>
    public static void Barrier() => ReadyMade.Register<ISharedBarrier, IBarrierReferent>(static () => [], static target => new SharedBarrier(target));

    /// <summary>Registers a condition's interface.</summary>
    public static void Condition() => ReadyMade.Register<ISharedCondition, IConditionReferent>(static () => [], static target => new SharedCondition(target));

    /// <summary>Registers a recursive lock's interface.</summary>
    public static void RecursiveLock() => ReadyMade.Register<ISharedRecursiveLock, ILockReferent>(static () => [], static target => new SharedRecursiveLock(target));

    /// <summary>Registers a lock's interface.</summary>
    public static void Lock() => ReadyMade.Register<ISharedLock, ILockReferent>(static () => [], static target => new SharedLock(target));

    /// <summary>Registers a semaphore's interface.</summary>
    public static void Semaphore() => ReadyMade.Register<ISharedSemaphore, ISemaphoreReferent>(static () => [], static target => new SharedSemaphore(target));

    /// <summary>Registers an event's interface.</summary>
    public static void Event() => ReadyMade.Register<ISharedEvent, IEventReferent>(static () => [], static target => new SharedEvent(target));

    /// <summary>Registers a queue's interface.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    public static void Queue<T>() => ReadyMade.Register<ISharedQueue<T>, IQueueReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedQueue<T>(target));

    /// <summary>Registers a joinable queue's interface.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    public static void JoinableQueue<T>() =>
        ReadyMade.Register<ISharedJoinableQueue<T>, IQueueReferent>(static () => [ItemCodec<T>.Fingerprint], static target => new SharedJoinableQueue<T>(target));
}
