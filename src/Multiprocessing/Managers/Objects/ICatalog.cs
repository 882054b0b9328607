using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing.Managers.Objects;

/// <summary>What a server makes for its clients: ready-made objects, with a name or without.</summary>
[Shared(Catalog.ReservedName, Turn = TurnPolicy.Concurrent)]
internal interface ICatalog
{
    IDictionaryReferent CreateDictionary(string? name, string typeText);

    IListReferent CreateList(string? name, string typeText);

    IListReferent CreateArray(string? name, string typeText, Item[] items);

    IBarrierReferent CreateBarrier(string? name, string typeText, int parties);

    IConditionReferent CreateCondition(string? name, string typeText, ILockReferent target);

    ILockReferent CreateLock(string? name, string typeText);

    ISemaphoreReferent CreateSemaphore(string? name, string typeText, int initial, int maximum);

    IEventReferent CreateEvent(string? name, string typeText, bool isSet);

    IQueueReferent CreateQueue(string? name, string typeText, int capacity, int order, int maxAttempts);

    bool Remove(string name);
}
