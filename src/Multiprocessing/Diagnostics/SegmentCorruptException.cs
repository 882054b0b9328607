namespace Multiprocessing;

/// <summary>The memory of the shared object holds what no process of this library can have written.</summary>
public sealed class SegmentCorruptException : MultiprocessingException
{
    internal SegmentCorruptException(string kind, string name, string message, Exception? innerException = null)
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
