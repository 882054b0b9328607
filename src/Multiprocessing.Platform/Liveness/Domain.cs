using System.Collections.Concurrent;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// A directory of named objects of one user, with one registry of the processes that use them. All objects of a domain name their owners by the
/// identities of that registry. This object is the process's own membership of the domain: there is one a process and directory, and it lives as long as the process.
/// </summary>
internal sealed class Domain
{
    /// <summary>The environment variable that names the domain; children inherit it.</summary>
    internal const string NameVariable = "MP_DOMAIN";

    /// <summary>The environment variable that names the place of the domains' directories, where /dev/shm is not right.</summary>
    internal const string PlaceVariable = "MP_PLACE";

    internal const string DefaultPlace = "/dev/shm";

    private static readonly ConcurrentDictionary<string, Lazy<Domain>> s_domains = new(StringComparer.Ordinal);

    private readonly ProcessRegistry _registry;

    private Domain(string directory)
    {
        Directory = directory;
        int result = Libc.mkdir(directory, 0x1C0);
        DirectoryDescriptor = NativeFile.Open(directory, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        if (DirectoryDescriptor < 0) throw new PlatformIOException("Opening the domain", directory, -DirectoryDescriptor);
        _ = result;
        _registry = ProcessRegistry.OpenOrCreate(DirectoryDescriptor, directory);
    }

    /// <summary>The domain that MP_DOMAIN names, or "default".</summary>
    internal static Domain Current => Named(Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : "default");

    internal string Directory { get; }

    internal string Name => Path.GetFileName(Directory).Split('-', 3)[2];

    internal int DirectoryDescriptor { get; }

    /// <summary>Tells one registry from every other, also from a later one in the same place.</summary>
    internal ulong Incarnation => _registry.Incarnation;

    /// <summary>The identity of this process in this domain.</summary>
    internal uint Me => _registry.Me;

    /// <summary>Grows with every death that is told. Read it before looking at any state, and sleep on it beside the state's own word.</summary>
    internal SharedRef<uint> Deaths => _registry.Deaths;

    /// <summary>The doorbells of the domain's processes: what wakes their asynchronous waits.</summary>
    internal DoorbellTable Doorbells => _registry.Doorbells;

    /// <summary>Whether <paramref name="identity"/> still is the tenant of its slot. No system call; a dead process stays the tenant until another takes the slot.</summary>
    internal bool IsTenant(uint identity) => _registry.IsTenant(identity);

    internal static Domain Named(string name)
    {
        string place = Environment.GetEnvironmentVariable(PlaceVariable) is { Length: > 0 } set ? set : DefaultPlace;
        return At(Path.Combine(place, $"mp-{Libc.geteuid()}-{name}"));
    }

    /// <summary>The domain in a directory; joined at the first call.</summary>
    internal static Domain At(string directory) => s_domains.GetOrAdd(directory, static path => new Lazy<Domain>(() => new Domain(path))).Value;

    /// <summary>True only when no thread of the process <paramref name="identity"/> can run any more. One system call: for slow paths.</summary>
    internal bool IsDead(uint identity) => _registry.IsDead(identity);
}
