using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// A directory of named objects of one user, with one registry of the processes that use them. All objects of a domain name their owners by the
/// identities of that registry. This object is the process's own membership of the domain: there is one a process and directory, and it lives as long as the process.
/// </summary>
/// <remarks>
/// <para>Joining costs a few system calls and a thread, once. A process that ends without having left is told dead to all others of the domain, within
/// milliseconds; what it held may be taken over only after <see cref="IsDead"/> has said so.</para>
/// <para>When the registry's file is removed under living processes they keep theirs. A newcomer finds a new directory or registry, whose incarnation
/// is another, so that no identity ever means two things.</para>
/// </remarks>
internal sealed partial class Domain
{
    /// <summary>The environment variable that names the domain, or is the absolute path of one that is shared with a group; children inherit it.</summary>
    internal const string NameVariable = "MP_DOMAIN";

    /// <summary>The environment variable that names the place of the domains' directories, where /dev/shm is not right.</summary>
    internal const string PlaceVariable = "MP_PLACE";

    internal const string DefaultPlace = "/dev/shm";

    private static readonly Dictionary<string, Domain> s_domains = new(StringComparer.Ordinal);
    private static readonly Lock s_joining = new();

    private readonly ProcessRegistry _registry;
    private readonly DomainDirectory _directory;
    private Watcher _watcher;

    private Domain(DomainDirectory directory, ProcessRegistry registry)
    {
        _directory = directory;
        _registry = registry;
        _watcher = StartWatcher();
    }

    /// <summary>Deaths were told, or it is time for a recheck: whatever waits in this process is to look again. Raised on the watcher's thread: do not block it.</summary>
    internal event Action? DeathTold;

    /// <summary>The domain that MP_DOMAIN names, or "default". What cannot be joined ends in the error for users (<see cref="DomainUnavailableException.Translation"/>).</summary>
    internal static Domain Current
    {
        get
        {
            try
            {
                return Named(CurrentName);
            }
            catch (DomainUnavailableException refused)
            {
                throw DomainUnavailableException.Translation(refused);
            }
        }
    }

    /// <summary>Where the domain that MP_DOMAIN names lies, whether it exists or not.</summary>
    internal static string CurrentDirectory => DomainName.Directory(CurrentName);

    private static string CurrentName => Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : "default";

    internal string Directory => _directory.Path;

    internal string Name => DomainName.OfDirectory(Directory);

    internal int DirectoryDescriptor => _directory.Descriptor;

    /// <summary>The mode of files in this domain: for the user alone, or for the group too where the domain is shared with one.</summary>
    internal uint FileMode => DomainAccess.FileMode(_directory.Mode);

    /// <summary>Tells one registry from every other, also from a later one in the same place.</summary>
    internal ulong Incarnation => _registry.Incarnation;

    /// <summary>The identity of this process in this domain.</summary>
    internal uint Me => _registry.Me;

    /// <summary>Grows with every death that is told. Read it before looking at any state, and sleep on it beside the state's own word.</summary>
    internal SharedRef<uint> Deaths => _registry.Words.Deaths;

    /// <summary>The doorbells of the domain's processes: what wakes their asynchronous waits.</summary>
    internal DoorbellTable Doorbells => _registry.Doorbells;

    /// <summary>
    /// Whether the caller is the one process that cleans up after the deaths told so far. Should it die at that, its own death makes the next one.
    /// </summary>
    internal bool TryClaimSweep()
    {
        uint deaths = Volatile.Read(ref _registry.Words.Deaths.Value), swept = Volatile.Read(ref _registry.Swept.Value);
        return deaths != swept && Interlocked.CompareExchange(ref _registry.Swept.Value, deaths, swept) == swept;
    }

    /// <summary>Whether the directory or its registry was removed since this process joined: nobody else can come in any more, and no new object be made.</summary>
    internal bool IsRemoved => _registry.IsRemoved || !_directory.IsStillThere();

    /// <summary>Whether this process made the registry: then the directory may hold what is left of an earlier one, which somebody removed.</summary>
    internal bool IsFounder => _registry.IsNew;

    /// <summary>Whether a process may live that came in by that registry, which is not this one: somebody removed its file. Its objects are used by its processes alone.</summary>
    internal bool MayLive(ulong registry) => _directory.MayLive(registry);

    /// <summary>Whether a process may live that came in by any other registry.</summary>
    internal bool MayOthersLive => _directory.MayOthersLive(Incarnation);

    /// <summary>The user's domain of that name; or the one in that directory, when the name is an absolute path: then it must be shared with a group.</summary>
    /// <exception cref="DomainUnavailableException">The domain cannot be joined.</exception>
    internal static Domain Named(string name) => At(DomainName.Directory(name), DomainName.IsPath(name));

    /// <summary>The domain in a directory; joined at the first call.</summary>
    /// <param name="directory">An absolute path.</param>
    /// <param name="shared">Whether another user may own it, who shares it with a group that this process is in.</param>
    /// <exception cref="DomainUnavailableException">The domain cannot be joined.</exception>
    internal static Domain At(string directory, bool shared = false)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        lock (s_joining)
        {
            if (s_domains.TryGetValue(path, out Domain? joined)) return joined;
            ListenForExit();
            Domain domain = Join(path, shared, ProcessIdentity.SlotCount);
            s_domains.Add(path, domain);
            return domain;
        }
    }

    /// <summary>Makes the directory of a new domain, with the access that is asked for, and joins it.</summary>
    /// <exception cref="DomainUnavailableException">It exists, or cannot be made or joined.</exception>
    internal static Domain Create(string directory, in DomainAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(access.ProcessCountMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(access.ProcessCountMax, ProcessIdentity.SlotCount);
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        lock (s_joining)
        {
            ListenForExit();
            EnsureSupported();
            DomainDirectory.Make(path, access);
            Domain domain = Join(path, access.IsShared, access.ProcessCountMax);
            s_domains[path] = domain;
            return domain;
        }
    }

    /// <summary>A second membership of this process, as a second copy of the library in it would have: it takes a slot of its own. Nobody else finds it.</summary>
    internal static Domain JoinAgain(string directory) => Join(directory, shared: false, ProcessIdentity.SlotCount);

    /// <summary>True only when no thread of the process <paramref name="identity"/> can run any more. One system call: for slow paths.</summary>
    internal bool IsDead(uint identity)
    {
        EnsureWatched();
        return _registry.IsDead(identity);
    }

    /// <summary>Whether <paramref name="identity"/> still is the tenant of its slot. No system call; a dead process stays the tenant until another takes the slot.</summary>
    internal bool IsTenant(uint identity) => _registry.IsTenant(identity);

    /// <summary>What can be said of a process of this domain, for messages and listings.</summary>
    internal ProcessDescription Describe(uint identity) => _registry.Describe(identity);

    /// <summary>All processes that live in the domain, this one included.</summary>
    internal IReadOnlyList<ProcessDescription> DescribeLiving() => [.. _registry.Living().Select(_registry.Describe)];

    /// <summary>Processes of this pid namespace that were in the domain and are no more, with their starts, as far as it remembers them.</summary>
    internal IReadOnlyList<(int ProcessId, ulong StartTime)> DescribeGone() => [.. _registry.Gone()];

    private static Domain Join(string path, bool shared, int slotCount)
    {
        EnsureSupported();
        DomainDirectory directory = DomainDirectory.Enter(path, shared);
        ProcessRegistry? registry = null;
        try
        {
            registry = ProcessRegistry.OpenOrCreate(directory, slotCount);
            if (!registry.TryClaim()) throw LivenessErrors.RegistryFull(path, registry.Words.Count);
            directory.ShowRegistry(registry.Incarnation);
            // The life word is set before the entrance is given up: one who leaves at the same time counts by the words who else is here.
            var domain = new Domain(directory, registry);
            directory.Leave();
            return domain;
        }
        catch
        {
            registry?.Close();
            directory.Close();
            throw;
        }
    }

    private static void EnsureSupported()
    {
        if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
            is not (System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.Arm64)) throw LivenessErrors.NotSupported();
    }

    private Watcher StartWatcher() => Watcher.Start(_registry, () => DeathTold?.Invoke());

    /// <summary>
    /// Should the watcher's thread have ended while the process goes on, another takes its place. Nobody took this process for dead meanwhile: the word is a hint,
    /// and the lock byte was held.
    /// </summary>
    private void EnsureWatched()
    {
        if (LifeWord.IsEnded(Volatile.Read(ref _registry.Words.Life[_registry.Slot]))) ReplaceWatcher();
    }

    private void ReplaceWatcher()
    {
        lock (s_joining)
        {
            if (_hasLeft || !LifeWord.IsEnded(Volatile.Read(ref _registry.Words.Life[_registry.Slot]))) return;
            // The old thread, should it live, stops: the mark may have been set by something else.
            _watcher.Stop();
            _watcher = StartWatcher();
        }
    }
}
