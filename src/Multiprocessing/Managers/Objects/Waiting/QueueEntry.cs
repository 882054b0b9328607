namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>An item of a queue, waiting or out with a taker.</summary>
internal sealed class QueueEntry(Item item, long priority)
{
    internal Item Item { get; } = item;

    internal long Priority { get; } = priority;

    /// <summary>How often it was taken.</summary>
    internal int Attempts { get; set; }

    /// <summary>Whether it is being completed into another queue: nobody else ends the lease meanwhile.</summary>
    internal bool IsCompleting { get; set; }

    /// <summary>Whether its taker's session ended meanwhile: it goes back if the result was not put.</summary>
    internal bool IsLost { get; set; }

    /// <summary>Gives it back at the end of its taker's session.</summary>
    internal IDisposable? Registration { get; set; }
}
