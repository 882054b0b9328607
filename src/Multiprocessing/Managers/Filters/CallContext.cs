namespace Multiprocessing;

/// <summary>A call as a filter sees it.</summary>
public sealed class CallContext
{
    internal CallContext(ClientIdentity client, string address, string? objectName, string type, string member)
    {
        Client = client;
        Address = address;
        ObjectName = objectName;
        Interface = type;
        Member = member;
    }

    /// <summary>Who calls, where the filter is a server's; at a client its number is 0.</summary>
    public ClientIdentity Client { get; }

    /// <summary>The server's address.</summary>
    public string Address { get; }

    /// <summary>The name of the object; null for one that came by reference, and for a factory's call.</summary>
    public string? ObjectName { get; }

    /// <summary>The name of the interface; empty for a factory's call.</summary>
    public string Interface { get; }

    /// <summary>The member as text: name, parameters and result; for a factory's call <c>Create</c>.</summary>
    public string Member { get; }

    /// <summary>Names object and member.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"{Member} of {Interface} {(ObjectName is null ? "" : $"'{ObjectName}' ")}at {Address}";
}
