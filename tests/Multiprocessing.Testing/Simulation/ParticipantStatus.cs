namespace Multiprocessing.Testing.Simulation;

/// <summary>Where a participant stands.</summary>
internal enum ParticipantStatus : byte
{
    /// <summary>It runs, or it will when it is chosen.</summary>
    Ready,

    /// <summary>In a sleep that nothing has ended yet.</summary>
    Sleeping,

    /// <summary>Its body has returned.</summary>
    Finished,

    /// <summary>Killed: it never takes another step.</summary>
    Dead,
}
