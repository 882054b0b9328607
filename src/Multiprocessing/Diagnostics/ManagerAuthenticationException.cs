namespace Multiprocessing;

/// <summary>Client and server did not prove to each other that they have the same authkey, or the server runs as another user.</summary>
public sealed class ManagerAuthenticationException : MultiprocessingException
{
    internal ManagerAuthenticationException(string message, string address)
        : base(message) => Address = address;

    /// <summary>The server's address.</summary>
    public string Address { get; }
}
