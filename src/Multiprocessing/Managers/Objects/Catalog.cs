using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing.Managers.Objects;

/// <summary>Makes ready-made objects for clients, where the server allows it.</summary>
internal sealed class Catalog : ICatalog
{
    internal const string ReservedName = "multiprocessing.catalog";

    /// <summary>Objects with names that clients have made.</summary>
    private const int NamesMax = 65_536;

    private readonly ObjectHost _host;
    private readonly bool _isOpen;

    internal Catalog(ObjectHost host, bool isOpen)
    {
        _host = host;
        _isOpen = isOpen;
        Hosted = new Hosted(ReservedName, SharedContract.Of<ICatalog>(), TurnPolicy.Concurrent, () => this);
    }

    internal Hosted Hosted { get; }

    /// <summary>Whether clients may have objects made.</summary>
    internal bool IsOpen => _isOpen;

    public IDictionaryReferent CreateDictionary(string? name, string typeText) => Add<IDictionaryReferent>(name, new DictionaryReferent(typeText));

    public IListReferent CreateList(string? name, string typeText) => Add<IListReferent>(name, new ListReferent(typeText));

    public IListReferent CreateArray(string? name, string typeText, Item[] items) => Add<IListReferent>(name, new ListReferent(typeText, items));

    public IBarrierReferent CreateBarrier(string? name, string typeText, int parties) => Add<IBarrierReferent>(name, new BarrierReferent(typeText, parties));

    public IConditionReferent CreateCondition(string? name, string typeText, ILockReferent target) =>
        Add<IConditionReferent>(name, new ConditionReferent(typeText, target as LockReferent ?? throw Errors.LockOfAnotherServer()));

    public ILockReferent CreateLock(string? name, string typeText) => Add<ILockReferent>(name, new LockReferent(typeText));

    public ISemaphoreReferent CreateSemaphore(string? name, string typeText, int initial, int maximum) => Add<ISemaphoreReferent>(name, new SemaphoreReferent(typeText, initial, maximum));

    public IEventReferent CreateEvent(string? name, string typeText, bool isSet) => Add<IEventReferent>(name, new EventReferent(typeText, isSet));

    public IQueueReferent CreateQueue(string? name, string typeText, int capacity, int order, int maxAttempts) =>
        Add<IQueueReferent>(name, new QueueReferent(typeText, new QueueSetup(capacity, (SharedQueueOrder)order, maxAttempts)));

    public bool Remove(string name)
    {
        Check();
        return _host.TryRemove(name);
    }

    /// <summary>Makes an object that is asked for by a name under which there is none; null where the server makes none, or none of that type.</summary>
    internal Hosted? TryMake(string name, string typeText)
    {
        if (!_isOpen || ObjectMakers.Find(typeText) is not { } make || name.Length > ManagerRegistration.NameMax) return null;
        (Referent referent, SharedContract contract) = make(typeText);
        return _host.AddNamed(Named(name, contract, referent), mayExist: true, NamesMax);
    }

    private T Add<T>(string? name, T made)
        where T : class
    {
        Check();
        if (name is null) return made;
        ManagerRegistration.CheckName(name);
        _host.AddNamed(Named(name, SharedContract.Of<T>(), (Referent)(object)made), mayExist: false, NamesMax);
        return made;
    }

    private static Hosted Named(string name, SharedContract contract, Referent referent)
    {
        var hosted = new Hosted(name, contract, TurnPolicy.Concurrent, () => referent) { TypeText = referent.TypeText };
        referent.Hosted = hosted;
        return hosted;
    }

    private void Check()
    {
        if (!_isOpen) throw Errors.CatalogClosed();
    }
}
