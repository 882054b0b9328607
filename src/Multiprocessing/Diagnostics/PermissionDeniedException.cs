namespace Multiprocessing;

/// <summary>A server refused a call, which did not run, since the key with which this client connected does not grant it.</summary>
public sealed class PermissionDeniedException : MultiprocessingException
{
    internal PermissionDeniedException(string message, string keyName, AccessRights granted, AccessRights needed, string member)
        : base(message)
    {
        KeyName = keyName;
        Granted = granted;
        Needed = needed;
        Member = member;
    }

    /// <summary>The name of the key, as the server calls it.</summary>
    public string KeyName { get; }

    /// <summary>What the key grants.</summary>
    public AccessRights Granted { get; }

    /// <summary>What the call needs.</summary>
    public AccessRights Needed { get; }

    /// <summary>The member with its parameters and result; <c>Create</c> for a factory, <c>Get</c> where an object would have had to be made.</summary>
    public string Member { get; }
}
