using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>What the generator made of a shared interface: its members, how a proxy is made, how a call is carried out. For generated code.</summary>
/// <remarks>Generated code announces one for each interface when its assembly is loaded, and registers it when a contract is first looked for.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedContract
{
    private static readonly ConcurrentDictionary<Type, SharedContract> s_contracts = new();

    // A member that kept the reading thread so often runs elsewhere from then on.
    private const int SlowMax = 2;

    private static readonly ConcurrentDictionary<string, SharedContract> s_byName = new(StringComparer.Ordinal);

    private readonly Dictionary<ulong, int> _numbers;
    private readonly int[] _slow;
    private readonly Lazy<string> _typeName;

    /// <summary>Describes an interface.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="name">The name of an object of the interface where none is given.</param>
    /// <param name="members">Name, parameters and result of each member, as text: two programs that built the interface apart find each other's members by it.</param>
    /// <param name="createProxy">Makes a proxy.</param>
    /// <param name="dispatch">Carries out a call on an object.</param>
    public SharedContract(Type type, string name, string[] members, Func<ProxyTarget, SharedProxy> createProxy, Func<object, int, ServedCall, ValueTask> dispatch)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(members);
        Type = type;
        _typeName = new Lazy<string>(() => TypeNames.Full(type));
        Name = name;
        Members = members;
        _slow = new int[members.Length];
        CreateProxy = createProxy;
        Dispatch = dispatch;
        Inner = this;
        Needed = type == typeof(ICatalog) ? AccessRights.Create : null;
        Hashes = [.. members.Select(Fingerprint.Of)];
        _numbers = Hashes.Select(static (hash, number) => (hash, number)).ToDictionary(static pair => pair.hash, static pair => pair.number);
    }

    /// <summary>Describes an interface whose objects are used through a class of the library.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="typeName">What it is called on the wire.</param>
    /// <param name="inner">The interface of the objects themselves.</param>
    /// <param name="face">What stands between.</param>
    internal SharedContract(Type type, Func<string> typeName, SharedContract inner, SharedFace face)
    {
        Type = type;
        _typeName = new Lazy<string>(typeName);
        Name = inner.Name;
        Members = inner.Members;
        Hashes = inner.Hashes;
        _numbers = inner._numbers;
        _slow = inner._slow;
        CreateProxy = inner.CreateProxy;
        Dispatch = inner.Dispatch;
        Turn = inner.Turn;
        Undoes = inner.Undoes;
        Inner = inner;
        Face = face;
        Reads = inner.Reads;
        CallTimeouts = inner.CallTimeouts;
        Needed = inner.Needed;
    }

    /// <summary>Which of an object's calls may run at the same time where its registration does not say.</summary>
    public TurnPolicy Turn { get; init; }

    /// <summary>The numbers of the members that are marked with <see cref="ReadsAttribute"/>.</summary>
    public IReadOnlyList<int> Reads { get; init; } = [];

    /// <summary>The time limits of the members' calls in milliseconds, as <see cref="CallTimeoutAttribute"/> says them: 0 where none is said; none at all where no member has one.</summary>
    public IReadOnlyList<double> CallTimeouts { get; init; } = [];

    /// <summary>The right that all members need, where it does not depend on the member: none for what the library gives by itself, whose user had the right to be given it.</summary>
    internal AccessRights? Needed { get; init; }

    /// <summary>Members that others undo, each with that other, by number.</summary>
    public IReadOnlyList<(int Member, int Undo)> Undoes { get; init; } = [];

    internal Type Type { get; }

    /// <summary>The interface as it is called on the wire.</summary>
    internal string TypeName => _typeName.Value;

    /// <summary>The contract that calls follow: this one, except for an interface whose objects are used through a class of the library.</summary>
    internal SharedContract Inner { get; }

    /// <summary>What stands between the users of the interface and its objects; null where nothing does.</summary>
    internal SharedFace? Face { get; }

    /// <summary>Whether the library's own objects stand behind it.</summary>
    internal bool IsOfLibrary => Type.Assembly == typeof(SharedContract).Assembly;

    internal string Name { get; }

    internal IReadOnlyList<string> Members { get; }

    internal IReadOnlyList<ulong> Hashes { get; }

    internal Func<ProxyTarget, SharedProxy> CreateProxy { get; }

    internal Func<object, int, ServedCall, ValueTask> Dispatch { get; }

    /// <summary>Makes a contract known; the first of an interface stays.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="contract">The contract.</param>
    public static void Register<T>(SharedContract contract)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (!s_contracts.TryAdd(contract.Type, contract)) return;
        if (contract.Face is null) s_byName.TryAdd(contract.TypeName, contract);
        ReferenceScope.Register<T>();
    }

    /// <summary>Makes the contract of a delegate type known; the first of a type stays.</summary>
    /// <param name="contract">The contract.</param>
    public static void RegisterCallback(SharedContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        s_contracts.TryAdd(contract.Type, contract);
    }

    /// <summary>Announces what registers contracts; it runs when a contract is first looked for.</summary>
    /// <param name="register">Registers them.</param>
    public static void Announce(Action register)
    {
        ArgumentNullException.ThrowIfNull(register);
        Announcements.Add(register);
    }

    internal static bool IsRegistered(Type type) => s_contracts.ContainsKey(type);

    /// <summary>The contract of the objects of an interface that another process names; null where this one does not know it.</summary>
    internal static SharedContract? FindByName(string typeName)
    {
        Announcements.RunAll();
        return s_byName.GetValueOrDefault(typeName);
    }

    /// <summary>The contract of an interface.</summary>
    /// <exception cref="ArgumentException">The generator made none for it.</exception>
    internal static SharedContract Of<T>() => Of(typeof(T));

    /// <summary>The contract of an interface.</summary>
    /// <exception cref="ArgumentException">The generator made none for it.</exception>
    internal static SharedContract Of(Type type)
    {
        Announcements.RunAll();
        if (s_contracts.TryGetValue(type, out SharedContract? contract)) return contract;
        return Find(type) ?? throw (type is { IsInterface: true, IsConstructedGenericType: true } && type.GetGenericTypeDefinition().IsDefined(typeof(SharedAttribute), inherit: false) ? Errors.FormNotNamed(type) : Errors.NoContract(type));
    }

    /// <summary>The contract of an interface; null when there is none.</summary>
    internal static SharedContract? Find(Type type)
    {
        if (!type.IsInterface) return null;
        Announcements.RunAll();
        if (!s_contracts.TryGetValue(type, out SharedContract? contract))
        {
            // Nothing of the interface's assembly may have run yet.
            Prepare(type);
            Announcements.RunAll();
            s_contracts.TryGetValue(type, out contract);
        }

        return contract;
    }

    // The forms of a generic interface are registered where they are named: often where a type argument is declared.
    private static void Prepare(Type type)
    {
        RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        foreach (Type argument in type.GenericTypeArguments) Prepare(argument);
    }

    /// <summary>The member's number here; −1 when the interface has no such member.</summary>
    internal int NumberOf(ulong hash) => _numbers.TryGetValue(hash, out int number) ? number : -1;

    /// <summary>What a client's key must grant for a call of the member.</summary>
    internal AccessRights RightOf(int member) => Needed ?? (Members[member].StartsWith("get_", StringComparison.Ordinal) || Reads.Contains(member) ? AccessRights.Read : AccessRights.Call);

    /// <summary>The member that undoes a member; −1 for none.</summary>
    internal int UndoOf(int member)
    {
        foreach ((int undone, int undo) in Undoes)
        {
            if (undone == member) return undo;
        }

        return -1;
    }

    /// <summary>Whether the member is known to take long.</summary>
    internal bool IsSlow(int member) => Volatile.Read(ref _slow[member]) >= SlowMax;

    /// <summary>Notes that the member took long.</summary>
    internal void NoteSlow(int member) => Interlocked.Increment(ref _slow[member]);
}
