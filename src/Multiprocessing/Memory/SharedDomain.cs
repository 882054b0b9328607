using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing;

/// <summary>A domain that the users of a group share: names and objects that programs of several users use together.</summary>
/// <remarks>
/// <para><b>Processes.</b> One user makes the directory with <see cref="Create"/>, once. Every program that works in it calls <see cref="Use"/> before anything else, or is started with <c>MP_DOMAIN</c>
/// set to the directory's absolute path; child processes inherit it. Without one of the two no process ever joins a directory of another user. The domain stays until its directory is removed.</para>
/// <para><b>Trust.</b> The members of the group trust each other as processes of one user do: each may read, change, damage and remove every object of the domain, hold its locks, and by cutting a
/// file short end the processes that have it mapped. None can do that to objects of other domains, and none can run code in another's process by what it writes: what is read from shared
/// memory is checked. Children, and managers over unix sockets, stay within one user.</para>
/// <para><b>Cost.</b> As any domain: joining takes a thread and some system calls, once.</para>
/// </remarks>
/// <example>
/// <code>
/// SharedDomain.Use("/dev/shm/billing");
/// using var gate = InterprocessLock.CreateOrOpen("ledger");
/// </code>
/// </example>
public static class SharedDomain
{
    /// <summary>Makes the directory of a domain, mode 2770, for the members of a group; it must not exist.</summary>
    /// <param name="directory">An absolute path, best in <c>/dev/shm</c>.</param>
    /// <param name="group">The number of the group, as <c>getent group NAME</c> tells it. The user must be a member, or root.</param>
    /// <param name="maxProcesses">How many processes can be in it at a time, 1 to 4096, which is the default.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxProcesses"/> is out of its range.</exception>
    /// <exception cref="DomainException">The directory exists, cannot be made, or cannot be given to that group.</exception>
    public static void Create(string directory, uint group, int maxProcesses = ProcessIdentity.SlotCount)
    {
        Check(directory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxProcesses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxProcesses, ProcessIdentity.SlotCount);
        try
        {
            Domain.Create(directory, new DomainAccess { Group = group, ProcessCountMax = maxProcesses });
        }
        catch (DomainUnavailableException refused)
        {
            throw DomainUnavailableException.Translation(refused);
        }
    }

    /// <summary>
    /// Joins the domain in that directory, which another user may own, and makes it the one of this process and of the children that it starts. Objects that were made before belong to the domain before:
    /// call it first.
    /// </summary>
    /// <param name="directory">An absolute path.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    /// <exception cref="DomainException">
    /// There is no such directory; or it is a symbolic link, or has another mode than 2770, or belongs to a group that this process is not in; or the domain is full, damaged, or of another version.
    /// </exception>
    public static void Use(string directory)
    {
        Check(directory);
        try
        {
            Domain.Named(directory);
        }
        catch (DomainUnavailableException refused)
        {
            throw DomainUnavailableException.Translation(refused);
        }

        Environment.SetEnvironmentVariable(Domain.NameVariable, DomainName.Directory(directory));
    }

    private static void Check([NotNull] string? directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!DomainName.IsPath(directory)) throw new ArgumentException($"'{directory}' is not an absolute path. A shared domain is named by the absolute path of its directory, as /dev/shm/billing.", nameof(directory));
    }
}
