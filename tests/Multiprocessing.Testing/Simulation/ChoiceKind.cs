namespace Multiprocessing.Testing.Simulation;

/// <summary>What the scheduler may decide before a step.</summary>
internal enum ChoiceKind : byte
{
    /// <summary>The participant takes its next step.</summary>
    Run,

    /// <summary>The process of the participant is killed.</summary>
    Kill,

    /// <summary>The deadline passes, or the token is cancelled, of the participant's wait.</summary>
    Interrupt,

    /// <summary>The participant is the one that a wake chooses.</summary>
    Wake,

    /// <summary>The store is seen by all at once.</summary>
    StoreNow,

    /// <summary>The store stays in the store buffer.</summary>
    StoreLater,
}
