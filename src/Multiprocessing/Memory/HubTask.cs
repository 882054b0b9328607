namespace Multiprocessing.Memory;

/// <summary>What the hub of asynchronous waits is to do next.</summary>
internal enum HubTask
{
    /// <summary>Listen again.</summary>
    None,

    /// <summary>Look at the points whose tags were rung.</summary>
    LookAtRung,

    /// <summary>Look at all points.</summary>
    LookAtAll,
}
