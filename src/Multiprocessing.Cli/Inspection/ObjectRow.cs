namespace Multiprocessing.Cli.Inspection;

/// <summary>One object of the domain, as <c>mp ls</c> shows it.</summary>
/// <param name="Name">The user's name, or the generated one.</param>
/// <param name="Kind">"array", "lock", "queue" and so on.</param>
/// <param name="Element">Element type and count, for those that have elements.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="State">What it is doing: "free", "held", "3 of 1000 items". Null where there is nothing to say.</param>
/// <param name="Owners">Who holds it, or a part of it: permits, leases, ends of a pipe; who has arrived at a barrier.</param>
/// <param name="OpenIn">Who has it open.</param>
/// <param name="Lifetime">"until removed", "until last user", or "in a message".</param>
/// <param name="Created">When it was made, in UTC.</param>
/// <param name="Problem">Why it cannot be looked at, if it cannot.</param>
internal sealed record ObjectRow(
    string Name, string Kind, string? Element, long Bytes, string? State, IReadOnlyList<ProcessCell> Owners, IReadOnlyList<ProcessCell> OpenIn, string Lifetime, DateTimeOffset? Created, string? Problem);
