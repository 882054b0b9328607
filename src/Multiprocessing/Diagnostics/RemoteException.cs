namespace Multiprocessing;

/// <summary>A member of a shared object threw an exception whose type this process does not make from a name.</summary>
/// <remarks>Types named by another process are never loaded. The stack of the other process stands before this one's.</remarks>
public sealed class RemoteException : MultiprocessingException
{
    internal RemoteException(string remoteType, string remoteMessage)
        : base($"{remoteType}: {remoteMessage}")
    {
        RemoteType = remoteType;
        RemoteMessage = remoteMessage;
    }

    /// <summary>The full name of the exception's type.</summary>
    public string RemoteType { get; }

    /// <summary>The exception's message.</summary>
    public string RemoteMessage { get; }

    /// <summary>Where it was thrown, as text.</summary>
    public string RemoteStackTrace { get; internal set; } = "";
}
