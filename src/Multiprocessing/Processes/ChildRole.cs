namespace Multiprocessing.Processes;

/// <summary>What a process is that finds <see cref="ChildVariable"/> in its environment.</summary>
internal enum ChildRole
{
    /// <summary>The variable is not meant for it.</summary>
    Stranger = 0,

    /// <summary>The child of a living parent.</summary>
    Child = 1,

    /// <summary>The child of a parent that ended before the child came to its first step.</summary>
    Orphan = 2,
}
