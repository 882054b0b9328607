namespace Multiprocessing;

/// <summary>A subscription to an event of a shared object has ended, since its handlers did not keep up: more than 1024 raised events waited for them.</summary>
public sealed class EventsMissedException : MultiprocessingException
{
    internal EventsMissedException(string message, long missed)
        : base(message) => Missed = missed;

    /// <summary>How many events were raised and not handed to the handlers.</summary>
    public long Missed { get; }
}
