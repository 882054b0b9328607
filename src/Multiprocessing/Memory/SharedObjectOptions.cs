namespace Multiprocessing;

/// <summary>How a named shared object is made. Read only by the process that makes it.</summary>
public sealed record SharedObjectOptions
{
    /// <summary>When the object goes.</summary>
    /// <value><see cref="ObjectLifetime.UntilRemoved"/> for named objects. Anonymous ones always go with their last user.</value>
    public ObjectLifetime Lifetime { get; init; } = ObjectLifetime.UntilRemoved;

    /// <summary>Who may open the object's file.</summary>
    /// <value>Null: the user alone (0600); in a domain that is shared with a group, the group too (0660). The domain's directory must let them in as well.</value>
    public UnixFileMode? Mode { get; init; }

    internal static SharedObjectOptions Default { get; } = new();

    internal void Validate()
    {
        if (!Enum.IsDefined(Lifetime)) throw new ArgumentOutOfRangeException(nameof(Lifetime), Lifetime, "Lifetime is UntilRemoved or UntilLastUser.");
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (Mode is { } mode && (mode & Own) != Own) throw new ArgumentOutOfRangeException(nameof(Mode), Mode, "Mode must let the user itself read and write.");
    }
}
