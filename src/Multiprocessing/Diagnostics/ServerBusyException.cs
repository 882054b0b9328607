namespace Multiprocessing;

/// <summary>A server refused a call, which did not run, or a new client, since it has as many as it takes or is about to end.</summary>
public sealed class ServerBusyException : MultiprocessingException
{
    internal ServerBusyException(string message)
        : base(message)
    {
    }
}
