namespace Multiprocessing.Processes;

/// <summary>What this process has asked a child to do: an end on request is no crash.</summary>
internal enum ChildIntent
{
    /// <summary>Run to its end.</summary>
    None = 0,

    /// <summary>Stop when it can: by Terminate, or by disposing, which kills after a while.</summary>
    Stop = 1,

    /// <summary>Be gone.</summary>
    Kill = 2,
}
