namespace Multiprocessing.Platform.Liveness;

/// <summary>Who may join a domain, and how many; fixed when its directory is made.</summary>
internal readonly record struct DomainAccess
{
    /// <summary>For the user who makes it, alone.</summary>
    public DomainAccess()
    {
    }

    /// <summary>The group whose members may join too, by the directory's path; null for the user alone.</summary>
    /// <remarks>The directory of a shared domain stays when the last process leaves, since its makers set its group on purpose.</remarks>
    internal uint? Group { get; init; }

    /// <summary>How many processes can be in it at a time, 1 to 4096.</summary>
    internal int ProcessCountMax { get; init; } = ProcessIdentity.SlotCount;

    internal bool IsShared => Group is not null;

    internal uint DirectoryMode => IsShared ? SharedDirectoryMode : PrivateDirectoryMode;

    /// <summary>rwx for the user alone.</summary>
    internal const uint PrivateDirectoryMode = 0x1C0;

    /// <summary>rwx for user and group; the set-group bit gives all files in it the group.</summary>
    internal const uint SharedDirectoryMode = 0x5F8;

    /// <summary>The mode of files in a directory of that mode: rw for those who may enter.</summary>
    internal static uint FileMode(uint directoryMode) => directoryMode == SharedDirectoryMode ? 0x1B0u : 0x180u;
}
