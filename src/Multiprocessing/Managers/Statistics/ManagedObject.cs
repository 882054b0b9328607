namespace Multiprocessing;

/// <summary>An object of a server, as <see cref="Manager.Objects"/> tells.</summary>
/// <param name="Name">The name under which it is registered; null for one that is held by reference.</param>
/// <param name="Interface">The interface by which it is shared.</param>
/// <param name="Type">The type of the object itself; null while it was not made.</param>
/// <param name="Age">Since when it exists; zero while it was not made.</param>
/// <param name="Holders">How many clients hold it: for a registered one, those that called it.</param>
/// <param name="References">How many references those clients got and have not given back.</param>
/// <param name="Calls">How many calls on it were begun.</param>
/// <param name="WaitingCalls">How many of them have not ended.</param>
public sealed record ManagedObject(string? Name, string Interface, string? Type, TimeSpan Age, int Holders, long References, long Calls, long WaitingCalls);
