namespace Multiprocessing;

/// <summary>The system does not let this process use the shared object: permissions, another user's directory, or a read-only place.</summary>
public sealed class SegmentAccessException : MultiprocessingException
{
    internal SegmentAccessException(string kind, string name, string message, Exception? innerException = null)
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
