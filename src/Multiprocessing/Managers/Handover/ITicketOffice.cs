using Multiprocessing.Managers.Objects;

namespace Multiprocessing.Managers.Handover;

/// <summary>What a server keeps alive for references that are under way to other processes.</summary>
[Shared(TicketOffice.ReservedName, Turn = TurnPolicy.Concurrent)]
internal interface ITicketOffice
{
    /// <summary>Keeps an object until the ticket is dropped.</summary>
    /// <param name="item">No bytes, and one reference.</param>
    /// <param name="token">The handle of a segment that lives as long as the message that carries the ticket; null where nothing tells.</param>
    Guid Issue(Item item, string? token);

    /// <summary>The object, as <see cref="Issue"/> took it. A ticket without a token is used up.</summary>
    Item Redeem(Guid ticket);

    /// <summary>The message that carried the ticket is no more.</summary>
    void Drop(Guid ticket);
}
