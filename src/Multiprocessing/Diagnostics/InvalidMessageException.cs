namespace Multiprocessing;

/// <summary>The bytes of a message are not what its receiver expected: another version of its type wrote them, or something damaged them.</summary>
public sealed class InvalidMessageException : MultiprocessingException
{
    internal InvalidMessageException(string messageType, long size, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        MessageType = messageType;
        Size = size;
    }

    /// <summary>The full name of the type that was to be read.</summary>
    public string MessageType { get; }

    /// <summary>How many bytes there were.</summary>
    public long Size { get; }
}
