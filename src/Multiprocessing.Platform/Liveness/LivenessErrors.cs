using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Liveness;

/// <summary>The messages of this folder. Each says which domain, what was found, what was wanted, what to do.</summary>
internal static class LivenessErrors
{
    internal static DomainUnavailableException BadName(string name) => new(DomainFailure.BadName, name,
        $"'{name}' cannot name a domain. {Domain.NameVariable} takes 1 to {DomainName.LengthMax} of the characters a-z, A-Z, 0-9, '.', '_' and '-', the first not '.'; or the absolute path of a domain that is shared with a group.");

    internal static DomainUnavailableException BadPlace(string place) => new(DomainFailure.PlaceMissing, place,
        $"The place of domains is set to '{place}', which is not an absolute path. Set {Domain.PlaceVariable} to a directory that exists, or unset it for {Domain.DefaultPlace}.");

    internal static DomainUnavailableException NotADirectory(string directory, bool isLink) => new(DomainFailure.NotADirectory, directory,
        $"The domain {directory} is {(isLink ? "a symbolic link" : "not a directory")}; a domain is a directory that nobody else could have put there. "
        + $"Find out who made it and remove it, or choose another name by {Domain.NameVariable}.");

    internal static DomainUnavailableException ForeignOwner(string directory, uint found, uint wanted) => new(DomainFailure.ForeignOwner, directory,
        $"The domain {directory} belongs to user {found}, and this process runs as user {wanted}. Whoever owns it could change every object in it. "
        + $"Find out who made it and remove it, or choose another name by {Domain.NameVariable}. A domain that is shared with a group is joined by {Domain.NameVariable}={directory}.");

    internal static DomainUnavailableException WrongMode(string directory, uint found, uint wanted) => new(DomainFailure.WrongMode, directory,
        $"The domain {directory} has mode {Octal(found)}; wanted is {Octal(wanted)}, so that nobody else can put objects there. "
        + $"Run 'chmod {Octal(wanted)} {directory}' if you trust what is in it, or choose another name by {Domain.NameVariable}.");

    internal static DomainUnavailableException ForeignGroup(string directory, uint group) => new(DomainFailure.ForeignOwner, directory,
        $"The domain {directory} is shared with group {group}, which this process is not in. Run it as a member of that group.");

    internal static DomainUnavailableException Exists(string directory) => new(DomainFailure.Exists, directory,
        $"The domain {directory} cannot be created: it exists. Join it, or remove it first.");

    internal static DomainUnavailableException Busy(string directory, string holder, TimeSpan waited) => new(DomainFailure.Busy, directory,
        $"The domain {directory} cannot be joined: {holder} has held its entrance for {waited.TotalSeconds:0} s, and nobody came in meanwhile. "
        + "A process holds it for a few milliseconds when it joins or leaves; this one is stopped, perhaps. Let it go on, or end it.");

    internal static DomainUnavailableException RegistryDamaged(string directory, string what) => new(DomainFailure.RegistryDamaged, directory,
        $"The process registry of domain {directory} is damaged: {what}. Something cut or wrote to {directory}/{ProcessRegistry.FileName}. "
        + "End the programs that use the domain, remove the directory, and start them again.");

    internal static DomainUnavailableException RegistryVersion(string directory, uint found, uint wanted) => new(DomainFailure.RegistryVersion, directory,
        $"The process registry of domain {directory} has layout version {found}; this program knows version {wanted}. Programs that share objects use one version of "
        + $"the library: update the older one, or give each its own domain by {Domain.NameVariable}.");

    internal static DomainUnavailableException RegistryFull(string directory, int count) => new(DomainFailure.RegistryFull, directory,
        $"The domain {directory} is full: {count} living processes are in it, and it has {count} places. End some of them, or use a second domain by {Domain.NameVariable}.");

    internal static PlatformNotSupportedException NotSupported() => new(
        $"Objects shared between processes need Linux on x64 or arm64; this is {RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}.");

    /// <summary>What the system says when a file or directory of the domain is made or opened.</summary>
    internal static DomainUnavailableException System(string what, string directory, int errno)
    {
        string place = Path.GetDirectoryName(directory) ?? directory;
        string said = $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
        return errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR => new(DomainFailure.PlaceMissing, directory,
                $"{what} {directory}: the place {place} does not exist or is not a directory. Make it, or set {Domain.PlaceVariable} to a directory on a memory file system."),
            Errno.EROFS => new(DomainFailure.ReadOnlyPlace, directory,
                $"{what} {directory}: the place {place} is read-only. Set {Domain.PlaceVariable} to a directory that this user may write."),
            Errno.EACCES or Errno.EPERM => new(DomainFailure.NoPermission, directory,
                $"{what} {directory}: {said}. User {Libc.geteuid()} may not write there. Give it the right, or set {Domain.PlaceVariable} to a directory of its own."),
            Errno.ENOSPC or Errno.EDQUOT or Errno.ENOMEM => new(DomainFailure.NoSpace, directory,
                $"{what} {directory}: {said}. A domain needs {ProcessRegistry.ReservedSize} bytes. Free some space, enlarge the place "
                + $"(docker run --shm-size), or choose another by {Domain.PlaceVariable}."),
            _ => new(DomainFailure.SystemRefused, directory, $"{what} {directory}: the system said {said}."),
        };
    }

    internal static string Octal(uint mode) => Convert.ToString(mode & 0xFFF, 8).PadLeft(4, '0');
}
