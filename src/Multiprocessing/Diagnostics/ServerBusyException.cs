namespace Multiprocessing;

/// <summary>A server refused a call since a limit of the connection is reached. The call did not run.</summary>
public sealed class ServerBusyException : MultiprocessingException
{
    internal ServerBusyException(string message)
        : base(message)
    {
    }
}
