using System.Diagnostics;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The directory of a domain: opened without trust, and its entrance, the <c>flock</c> under which processes join, leave and make or remove the registry.
/// </summary>
/// <remarks>
/// The lock belongs to the open file description, so it opens when its holder dies. Nobody sleeps in <c>flock</c> itself, which has no time limit: a
/// process that is stopped inside the window costs newcomers a clear error and not a hang.
/// </remarks>
internal sealed class DomainDirectory
{
    // Never changes and nobody wakes it: a place to sleep on for a while.
    private static readonly SharedRef<uint> s_pause = SharedRef<uint>.Allocate();

    private bool _isShown;

    private DomainDirectory(string path, int descriptor, in LinuxLibc.FileStatus status)
    {
        Path = path;
        Descriptor = descriptor;
        Inode = status.Inode;
        Device = ((ulong)status.DeviceMajor << 32) | status.DeviceMinor;
        Mode = status.Mode & 0xFFFu;
    }

    /// <summary>How long newcomers wait at the entrance while nobody comes in.</summary>
    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    internal string Path { get; }

    internal int Descriptor { get; }

    internal ulong Inode { get; }

    internal ulong Device { get; }

    internal uint Mode { get; }

    internal bool IsShared => Mode == DomainAccess.SharedDirectoryMode;

    /// <summary>Makes the directory when it is missing, opens it, checks it and enters. The caller leaves by <see cref="Leave"/>.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="shared">Whether another user may own it, who shares it with a group that this process is in.</param>
    internal static DomainDirectory Enter(string path, bool shared)
    {
        while (true)
        {
            if (!shared)
            {
                int made = NativeFile.Check(Libc.mkdir(path, DomainAccess.PrivateDirectoryMode));
                if (made < 0 && made != -Errno.EEXIST) throw LivenessErrors.System("Making the domain", path, -made);
            }

            if (TryOpen(path, shared) is not { } directory) continue;
            try
            {
                directory.WaitAtEntrance();
                // The last process of the domain may have removed the directory between our opening it and our getting the lock.
                if (directory.IsStillThere()) return directory;
            }
            catch
            {
                directory.Close();
                throw;
            }

            directory.Close();
        }
    }

    /// <summary>Makes a new directory with the access that is asked for; it must not exist.</summary>
    internal static void Make(string path, in DomainAccess access)
    {
        int result = NativeFile.Check(Libc.mkdir(path, DomainAccess.PrivateDirectoryMode));
        if (result == -Errno.EEXIST) throw LivenessErrors.Exists(path);
        if (result < 0) throw LivenessErrors.System("Making the domain", path, -result);
        if (access.Group is not { } group) return;
        int descriptor = NativeFile.Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        if (descriptor < 0) throw LivenessErrors.System("Opening the domain", path, -descriptor);
        result = NativeFile.Check(Libc.fchown(descriptor, uint.MaxValue, group));
        if (result == 0) result = NativeFile.Check(Libc.fchmod(descriptor, access.DirectoryMode));
        NativeFile.Close(descriptor);
        if (result == 0) return;
        NativeFile.RemoveDirectory(path);
        throw LivenessErrors.System($"Giving group {group} the domain", path, -result);
    }

    /// <summary>
    /// Shows, for as long as this process lives, that somebody of that registry does: by a shared lock on a byte of the directory, which the kernel gives up with the process. When the
    /// registry's file is removed by hand, the next one is another, and nothing else tells its processes who still lives of the first.
    /// </summary>
    internal void ShowRegistry(ulong incarnation) => _isShown = NativeFile.TryShareByte(Descriptor, PlaceOf(incarnation));

    /// <summary>Whether another process of that registry may live. Where the file system has no such locks: always.</summary>
    internal bool MayLive(ulong incarnation) => !_isShown || NativeFile.IsByteLocked(Descriptor, PlaceOf(incarnation));

    /// <summary>Whether a process of any other registry may live.</summary>
    internal bool MayOthersLive(ulong incarnation)
    {
        long place = PlaceOf(incarnation);
        return !_isShown || NativeFile.IsByteLocked(Descriptor, 0, place) || NativeFile.IsByteLocked(Descriptor, place + 1, count: 0);
    }

    // Offsets in a file are not negative; a place is never the first byte.
    private static long PlaceOf(ulong incarnation) => (long)(incarnation >> 2) | 1;

    /// <summary>Whether the path still names this directory.</summary>
    internal bool IsStillThere() => NativeFile.Status(Libc.AT_FDCWD, Path, out LinuxLibc.FileStatus now) == 0
        && now.Inode == Inode && (((ulong)now.DeviceMajor << 32) | now.DeviceMinor) == Device;

    /// <summary>Takes the entrance if it is free now.</summary>
    internal bool TryEnter() => Libc.flock(Descriptor, Libc.LOCK_EX | Libc.LOCK_NB) == 0;

    internal void Leave() => Libc.flock(Descriptor, Libc.LOCK_UN);

    internal void Close() => NativeFile.Close(Descriptor);

    /// <summary>Whether all that is in it are files of that kind. What cannot be listed counts as something else.</summary>
    internal bool HasOnly(Func<string, bool> isOwn)
    {
        try
        {
            return System.IO.Directory.EnumerateFileSystemEntries(Path).All(file => isOwn(System.IO.Path.GetFileName(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes the directory if it is empty. If it is not, somebody has put something there just now, and it stays.</summary>
    internal void Remove() => NativeFile.RemoveDirectory(Path);

    /// <summary>Sleeps for a while: between two tries of something that no futex tells of.</summary>
    internal static void Pause(TimeSpan time) => Futex.Wait(ref s_pause.Value, 0, time.Ticks * 100);

    private static DomainDirectory? TryOpen(string path, bool shared)
    {
        int descriptor = NativeFile.Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);
        if (descriptor == -Errno.ENOENT && !shared) return null; // removed since: make it anew
        if (descriptor is -Errno.ENOTDIR or -Errno.ELOOP) throw NotADirectory(path);
        if (descriptor < 0) throw LivenessErrors.System("Opening the domain", path, -descriptor);
        int result = NativeFile.Status(descriptor, out LinuxLibc.FileStatus status);
        var wrong = result < 0 ? LivenessErrors.System("Looking at the domain", path, -result) : Check(path, status, shared);
        if (wrong is null) return new DomainDirectory(path, descriptor, status);
        NativeFile.Close(descriptor);
        throw wrong;
    }

    // A path component that is no directory gives the same error number as the last one: then the place is what is wrong.
    private static DomainUnavailableException NotADirectory(string path) =>
        NativeFile.Status(Libc.AT_FDCWD, path, out LinuxLibc.FileStatus status) == 0
            ? LivenessErrors.NotADirectory(path, (status.Mode & 0xF000) == 0xA000)
            : LivenessErrors.System("Opening the domain", path, Errno.ENOTDIR);

    private static DomainUnavailableException? Check(string path, in LinuxLibc.FileStatus status, bool shared)
    {
        uint mode = status.Mode & 0xFFFu;
        uint user = Libc.geteuid();
        if (!shared)
        {
            if (status.UserId != user) return LivenessErrors.ForeignOwner(path, status.UserId, user);
            // A shared domain of one's own may be joined by its plain path too.
            return mode is DomainAccess.PrivateDirectoryMode or DomainAccess.SharedDirectoryMode
                ? null
                : LivenessErrors.WrongMode(path, mode, DomainAccess.PrivateDirectoryMode);
        }

        if (mode != DomainAccess.SharedDirectoryMode) return LivenessErrors.WrongMode(path, mode, DomainAccess.SharedDirectoryMode);
        return status.UserId == user || UserGroups.Contains(status.GroupId) ? null : LivenessErrors.ForeignGroup(path, status.GroupId);
    }

    private void WaitAtEntrance()
    {
        long patience = (long)(Patience.TotalSeconds * Stopwatch.Frequency);
        long since = Stopwatch.GetTimestamp();
        uint progress = ProcessRegistry.ReadNext(Descriptor);
        // 0.2 ms doubling to 5 ms, each up to half as long again, so that a crowd does not try in step.
        for (double pause = 0.2; !TryEnter(); pause = Math.Min(pause * 2, 5))
        {
            long now = Stopwatch.GetTimestamp();
            uint next = ProcessRegistry.ReadNext(Descriptor);
            if (next != progress)
            {
                progress = next;
                since = now;
            }

            if (now - since > patience) throw LivenessErrors.Busy(Path, DescribeHolder(), Stopwatch.GetElapsedTime(since, now));
            Pause(TimeSpan.FromMilliseconds(pause * (1 + (Random.Shared.NextDouble() / 2))));
        }
    }

    // /proc/locks names the holder of a flock by its process id in this namespace, and 0 for one in another.
    private string DescribeHolder()
    {
        int holder = ProcessFacts.FlockHolder(Inode, Device);
        if (holder <= 0) return "a process that cannot be seen from here";
        string state = ProcessFacts.StateOf(holder) switch
        {
            ProcessState.Stopped => ", which is stopped",
            ProcessState.DumpingCore => ", which is writing its core dump",
            _ => "",
        };
        return $"process {holder} ({ProcessFacts.CommandLine(holder)}){state},";
    }
}
