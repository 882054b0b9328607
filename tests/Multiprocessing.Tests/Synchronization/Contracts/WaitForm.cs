namespace Multiprocessing.Tests.Synchronization.Contracts;

/// <summary>Which of the two forms of a wait a contract is run for.</summary>
public enum WaitForm
{
    /// <summary>The blocking members, each call on a thread of its own.</summary>
    Blocking,

    /// <summary>The asynchronous members.</summary>
    Asynchronous,
}
