using Multiprocessing.Managers;
using Multiprocessing.Managers.Limits;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing;

/// <summary>What a manager offers: objects by name, and factories. Filled by the function that is given to a server's start.</summary>
/// <remarks>The factories run in the server's process, when the first call asks for their object. What is registered cannot be changed after the start.</remarks>
public sealed partial class ManagerRegistration
{
    /// <summary>Characters of a name.</summary>
    internal const int NameMax = 200;

    private readonly Dictionary<string, Hosted> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<ServedCall, ValueTask>> _factories = new(StringComparer.Ordinal);

    internal ManagerRegistration()
    {
    }

    /// <summary>Registers an object under the name of its interface: all callers get the same one.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="factory">Makes the object at the first call on it. One that throws is tried again at the next call.</param>
    /// <param name="turn">Which of the object's calls may run at the same time; null for what the interface says.</param>
    /// <param name="limits">How many calls it takes at a time; null for any number.</param>
    /// <exception cref="ArgumentException">The name is registered already, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T>(Func<T> factory, TurnPolicy? turn = null, ObjectLimits? limits = null)
        where T : class => Add(SharedContract.Of<T>().Name, factory, turn, limits);

    /// <summary>Registers an object under a name: all callers get the same one.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="factory">Makes the object at the first call on it. One that throws is tried again at the next call.</param>
    /// <param name="turn">Which of the object's calls may run at the same time; null for what the interface says.</param>
    /// <param name="limits">How many calls it takes at a time; null for any number.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none, or <typeparamref name="T"/> is not shared.</exception>
    public void Add<T>(string name, Func<T> factory, TurnPolicy? turn = null, ObjectLimits? limits = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CheckName(name);
        SharedContract contract = SharedContract.Of<T>();
        if (!_named.TryAdd(name, Host(name, contract, turn ?? contract.Turn, factory, limits))) throw Errors.NameRegistered(name);
    }

    internal ObjectHost Build(ManagerServerOptions options)
    {
        var host = new ObjectHost(_named, _factories) { Log = ManagerLog.ForServer(options.LoggerFactory), IncomingFilters = [.. options.Filters] };
        host.Catalog = new Catalog(host, AllowsSharedObjects);
        return host;
    }

    private static Hosted Host<T>(string name, SharedContract contract, TurnPolicy turn, Func<T> factory, ObjectLimits? limits)
        where T : class => contract.Face is { } face
            ? new Hosted(name, contract.Inner, turn, () => factory() is { } made ? face.Unwrap(made) : null!) { TypeText = contract.TypeName, Load = limits is null ? null : new ObjectLoad(limits) }
            : new Hosted(name, contract, turn, factory) { Load = limits is null ? null : new ObjectLoad(limits) };

    /// <summary>Whether the text can be an object's name; for what comes from elsewhere.</summary>
    internal static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= NameMax && name[0] != '$';

    internal static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > NameMax) throw Errors.NameTooLong(name);
        if (name[0] == '$') throw Errors.NameReserved(name);
    }
}
