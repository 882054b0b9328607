namespace Multiprocessing;

/// <summary>The shared object exists, but it is not of the kind, element type or layout version that was asked for.</summary>
public sealed class SegmentMismatchException : MultiprocessingException
{
    internal SegmentMismatchException(string kind, string name, string message, Exception? innerException = null)
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
