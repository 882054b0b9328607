namespace Multiprocessing;

/// <summary>A manager cannot do what it was asked to: its server cannot be reached or started, a factory failed, a call was not understood.</summary>
public sealed class ManagerException : MultiprocessingException
{
    internal ManagerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
