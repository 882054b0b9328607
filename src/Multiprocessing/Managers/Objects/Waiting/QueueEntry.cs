namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>An item of a queue, waiting or out with a taker.</summary>
internal sealed class QueueEntry(Item item, long priority)
{
    internal Item Item { get; } = item;

    internal long Priority { get; } = priority;

    /// <summary>How often it was taken.</summary>
    internal int Attempts { get; set; }

    /// <summary>Gives it back at the end of its taker's session.</summary>
    internal IDisposable? Registration { get; set; }
}
