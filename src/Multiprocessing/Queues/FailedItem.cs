namespace Multiprocessing;

/// <summary>An item that was given up after its last attempt.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <param name="Item">The item.</param>
/// <param name="Attempts">How often it was taken.</param>
/// <param name="Reason">Why it was given up the last time: its taker died, returned it (with the reason it gave), or left it without an answer.</param>
public sealed record FailedItem<T>(T Item, int Attempts, string Reason);
