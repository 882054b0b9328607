namespace Multiprocessing;

/// <summary>An authkey with a name and rights. A server may have several, so that not everybody who may connect may do everything.</summary>
/// <remarks>
/// The name never travels: the server learns it from the proof. Two keys may have one name, which is how a key is replaced: the server takes both until all clients have the new one
/// (<see cref="ManagerServer.ReplaceKeys"/>). If two keys are the same bytes, the first in the list counts.
/// </remarks>
/// <example>
/// <code>
/// var options = new ManagerServerOptions
/// {
///     AccessKeys = [new("operators", Authkey.FromFile("operators.key")), new("reporting", Authkey.FromFile("reporting.key"), AccessRights.Read)],
/// };
/// </code></example>
public sealed class AccessKey
{
    /// <summary>Names a key.</summary>
    /// <param name="name">What filters, statistics, logs and errors call it: 1 to 200 characters.</param>
    /// <param name="authkey">The key.</param>
    /// <param name="rights">What it grants.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The name is too long, or the rights are no <see cref="AccessRights"/>.</exception>
    public AccessKey(string name, Authkey authkey, AccessRights rights = AccessRights.All)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, ManagerRegistration.NameMax, nameof(name));
        ArgumentNullException.ThrowIfNull(authkey);
        if ((rights & ~AccessRights.All) != 0) throw new ArgumentOutOfRangeException(nameof(rights), rights, "They are Read, Call and Create, or some of these.");
        Name = name;
        Authkey = authkey;
        Rights = rights;
    }

    /// <summary>What filters, statistics, logs and errors call it.</summary>
    public string Name { get; }

    /// <summary>What it grants.</summary>
    public AccessRights Rights { get; }

    /// <summary>The key.</summary>
    public Authkey Authkey { get; }

    /// <summary>Tells its name and rights, nothing of the key.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"key '{Name}' ({Rights})";
}
