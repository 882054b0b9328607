namespace Multiprocessing.Queues;

/// <summary>What came of an asynchronous take.</summary>
/// <param name="Status"><see cref="RingStatus.Done"/>, <see cref="RingStatus.Completed"/>, or anything else: the time was up.</param>
/// <param name="Item">The item, when it is done.</param>
internal readonly record struct TakeOutcome<T>(RingStatus Status, T Item);
