namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>An operation on a word, as a <see cref="Mutation"/> sees it.</summary>
/// <param name="Address">Of the word, in the memory of the world.</param>
/// <param name="Value">What is stored; 0 for loads.</param>
/// <param name="Comparand">What a compare-and-swap expects.</param>
/// <param name="Me">Who does it.</param>
internal readonly record struct Operation(nint Address, ulong Value, ulong Comparand, uint Me);
