namespace Multiprocessing;

/// <summary>The queue is completed: nothing can be put any more, or all was taken and nothing comes.</summary>
public sealed class QueueCompletedException : MultiprocessingException
{
    internal QueueCompletedException(string kind, string name, string? error, string message)
        : base(message)
    {
        Kind = kind;
        Name = name;
        Error = error;
    }

    /// <summary>What the object is: "queue", "joinable queue" or "pipe".</summary>
    public string Kind { get; }

    /// <summary>The object's name; for an anonymous object the generated one.</summary>
    public string Name { get; }

    /// <summary>The error that it was completed with; null when it ended as it should.</summary>
    public string? Error { get; }
}
