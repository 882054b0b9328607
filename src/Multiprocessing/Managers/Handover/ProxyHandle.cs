using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Handover;

/// <summary>What a message carries in place of a proxy: the server's address, and the object's name or ticket.</summary>
/// <remarks>
/// As a <see cref="TransferHandle"/> of kind 1003: the address in place of the domain, the name, or for a ticket its 128 bits in registry and incarnation; in the detail 1 where the server wants an authkey. The authkey itself
/// stands as the companion, as Base64Url, where the message goes over a channel that only the receiver can read: to a child.
/// </remarks>
/// <param name="Address">The server's address.</param>
/// <param name="Name">The object's name; null for a ticket.</param>
/// <param name="Ticket">The ticket; nothing for a name.</param>
/// <param name="NeedsAuthkey">Whether the server wants an authkey.</param>
internal readonly record struct ProxyHandle(string Address, string? Name, Guid Ticket, bool NeedsAuthkey)
{
    private const int TicketSize = 16;

    /// <summary>The handle for a message.</summary>
    /// <param name="hold">What keeps the ticket while the message is under way.</param>
    /// <param name="authkey">As text; null where it may not be in the message.</param>
    internal TransferHandle ToTransfer(string? hold, string? authkey)
    {
        Span<byte> ticket = stackalloc byte[TicketSize];
        Ticket.TryWriteBytes(ticket);
        return new TransferHandle(TransferKinds.Proxy, Address, BitConverter.ToUInt64(ticket), Name, BitConverter.ToUInt64(ticket[sizeof(ulong)..]))
        {
            Hold = hold,
            Companion = authkey,
            Detail = NeedsAuthkey ? 1u : 0u,
        };
    }

    /// <exception cref="InvalidMessageException">The handle is none of a proxy.</exception>
    internal static ProxyHandle Of(in TransferHandle handle)
    {
        if (handle.Kind != TransferKinds.Proxy) throw Errors.HandleDamaged("it is none of a proxy");
        if (handle.Name is { } name && !ManagerRegistration.IsName(name)) throw Errors.HandleDamaged("it names an object by what is no name");
        Span<byte> ticket = stackalloc byte[TicketSize];
        BitConverter.TryWriteBytes(ticket, handle.Registry);
        BitConverter.TryWriteBytes(ticket[sizeof(ulong)..], handle.Incarnation);
        return new ProxyHandle(handle.Domain, handle.Name, new Guid(ticket), handle.Detail != 0);
    }
}
