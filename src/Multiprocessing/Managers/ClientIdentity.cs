using System.Globalization;

namespace Multiprocessing;

/// <summary>Who is at the other end of a connection of a server: what the handshake and the kernel made sure of.</summary>
/// <param name="Number">Counts the connections of the server from 1 on; none has the number of another.</param>
/// <param name="ProcessId">The client's process, as the kernel tells; null over TCP, and where it lives in another pid namespace.</param>
/// <param name="UserId">The user of that process; null over TCP.</param>
/// <param name="EndPoint">The client's IP address and port; null over a unix socket.</param>
/// <remarks>The process and user are those that made the connection; a process may hand its socket to another.</remarks>
public sealed record ClientIdentity(long Number, int? ProcessId, uint? UserId, string? EndPoint)
{
    /// <summary>The name of the key that the client proved; null for one without a name, and where none is asked for.</summary>
    public string? KeyName { get; init; }

    /// <summary>What that key grants.</summary>
    /// <value>Everything unless it is an <see cref="AccessKey"/> with fewer rights.</value>
    public AccessRights Rights { get; init; } = AccessRights.All;

    /// <summary>The key itself; null where none is asked for, and in what a client is told.</summary>
    internal Authkey? Key { get; init; }

    /// <summary>The other end of a connection that is not a server's.</summary>
    internal static ClientIdentity None { get; } = new(0, null, null, null);

    /// <summary>Names the client in a log.</summary>
    /// <returns>Its number, with the end point or the process and user, and the name of its key.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} ({Place}{(KeyName is null ? "" : $", key '{KeyName}'")})");

    private string Place => EndPoint ?? (ProcessId is { } process ? string.Create(CultureInfo.InvariantCulture, $"process {process}, user {UserId}") : UserId is { } user ? string.Create(CultureInfo.InvariantCulture, $"user {user}") : "this process");
}
