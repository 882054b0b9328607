namespace Multiprocessing;

/// <summary>The place of shared memory, or the memory limit of the container, has not enough room left.</summary>
public sealed class SegmentSpaceException : MultiprocessingException
{
    internal SegmentSpaceException(string kind, string name, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What the object is, or was asked to be: "array", "lock", "queue" and so on.</summary>
    public string Kind { get; }

    /// <summary>The object's name; for an anonymous object the generated one.</summary>
    public string Name { get; }
}
