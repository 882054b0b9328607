namespace Multiprocessing.Testing.Simulation;

/// <summary>A schedule was found in which something is wrong. The message has the schedule, which replays it, and all its steps.</summary>
internal sealed class SimulationException : Exception
{
    internal SimulationException(string message, string schedule, Exception? innerException = null)
        : base(message, innerException) => Schedule = schedule;

    /// <summary>For <see cref="Simulate.Replay"/>.</summary>
    internal string Schedule { get; }
}
