namespace Multiprocessing;

/// <summary>The barrier that was waited for is broken: a party died, gave up, or called <see cref="InterprocessBarrier.Abort"/> or <see cref="InterprocessBarrier.Reset"/>.</summary>
/// <remarks>The message says which. <see cref="InterprocessBarrier.Reset"/> makes the barrier whole again.</remarks>
public sealed class BrokenBarrierException : MultiprocessingException
{
    internal BrokenBarrierException(string name, string cause, string message)
        : base(message)
    {
        Name = name;
        Cause = cause;
    }

    /// <summary>The barrier's name.</summary>
    public string Name { get; }

    /// <summary>What broke it.</summary>
    public string Cause { get; }
}
