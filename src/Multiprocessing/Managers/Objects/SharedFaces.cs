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
