using Multiprocessing.Managers.Objects;

namespace Multiprocessing.Managers.Handover;

/// <summary>An object that is kept for a reference under way.</summary>
/// <param name="item">What was handed in.</param>
/// <param name="hosted">The object, held by the host.</param>
/// <param name="tokenPath">The file that is there as long as the message that carries the ticket; null where only time tells.</param>
/// <param name="issuedAt">A time stamp.</param>
internal sealed class Ticket(Item item, Hosted hosted, string? tokenPath, long issuedAt)
{
    internal Item Item { get; } = item;

    internal Hosted Hosted { get; } = hosted;

    internal string? TokenPath { get; } = tokenPath;

    internal long IssuedAt { get; } = issuedAt;

    /// <summary>Whether it was used up; it is dropped a little later, when its reader has a reference of its own.</summary>
    internal bool IsSpent { get; set; }
}
