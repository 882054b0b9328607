using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>What the generator made of a shared interface: its members, how a proxy is made, how a call is carried out. For generated code.</summary>
/// <remarks>Generated code registers one for each interface when its assembly is loaded.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedContract
{
    private static readonly ConcurrentDictionary<Type, SharedContract> s_contracts = new();

    private readonly Dictionary<ulong, int> _numbers;

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
        TypeName = TypeNames.Full(type);
        Name = name;
        Members = members;
        CreateProxy = createProxy;
        Dispatch = dispatch;
        Hashes = [.. members.Select(Fingerprint.Of)];
        _numbers = Hashes.Select(static (hash, number) => (hash, number)).ToDictionary(static pair => pair.hash, static pair => pair.number);
    }

    internal Type Type { get; }

    internal string TypeName { get; }

    internal string Name { get; }

    internal IReadOnlyList<string> Members { get; }

    internal IReadOnlyList<ulong> Hashes { get; }

    internal Func<ProxyTarget, SharedProxy> CreateProxy { get; }

    internal Func<object, int, ServedCall, ValueTask> Dispatch { get; }

    /// <summary>Makes a contract known; the first of an interface stays.</summary>
    /// <param name="contract">The contract.</param>
    public static void Register(SharedContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        s_contracts.TryAdd(contract.Type, contract);
    }

    /// <summary>The contract of an interface.</summary>
    /// <exception cref="ArgumentException">The generator made none for it.</exception>
    internal static SharedContract Of<T>() => Of(typeof(T));

    /// <summary>The contract of an interface.</summary>
    /// <exception cref="ArgumentException">The generator made none for it.</exception>
    internal static SharedContract Of(Type type)
    {
        if (s_contracts.TryGetValue(type, out SharedContract? contract)) return contract;
        // Nothing of the interface's assembly may have run yet.
        RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        return s_contracts.TryGetValue(type, out contract) ? contract : throw Errors.NoContract(type);
    }

    /// <summary>The member's number here; −1 when the interface has no such member.</summary>
    internal int NumberOf(ulong hash) => _numbers.TryGetValue(hash, out int number) ? number : -1;
}
