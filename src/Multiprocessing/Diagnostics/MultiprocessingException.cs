namespace Multiprocessing;

/// <summary>The base of all errors that come from the world outside the caller: missing or damaged segments, ended processes, lost connections.</summary>
/// <remarks>Every message names the object, what was found, what was wanted, and what to do.</remarks>
public abstract class MultiprocessingException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The object, what was found, what was wanted, what to do.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    private protected MultiprocessingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
