namespace Multiprocessing;

/// <summary>A shared object of that name exists already.</summary>
public sealed class SegmentExistsException : MultiprocessingException
{
    internal SegmentExistsException(string kind, string name, string message, Exception? innerException = null)
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
