using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>
/// A mistake planted into an algorithm from below: what its memory operations do is changed at one place, so that the shipped code itself behaves as if its author had
/// swapped two stores, left one out, or looked at the wrong thing. Each hook decides by the address of the word and the values.
/// </summary>
internal abstract class Mutation(SharedRef<byte> origin)
{
    /// <summary>Any place in the memory of the world: addresses are found from it.</summary>
    internal SharedRef<byte> Origin { get; } = origin;

    /// <summary>What a load gives.</summary>
    internal virtual ulong Loaded(Operation operation, ulong value) => value;

    /// <summary>Whether a store, or a compare-and-swap whose result does not matter, is left out.</summary>
    internal virtual bool Drops(Operation operation) => false;

    /// <summary>Whether it is put off until after the next operation for which <see cref="Follows"/> is true.</summary>
    internal virtual bool Delays(Operation operation) => false;

    /// <summary>Whether the operation that was put off comes now, after this one.</summary>
    internal virtual bool Follows(Operation operation) => false;

    /// <summary>What is written into a word in place of the value.</summary>
    internal virtual ulong Written(Operation operation, ulong value) => value;

    /// <summary>What the question who is dead gives.</summary>
    internal virtual bool Verdict(uint identity, bool isDead) => isDead;
}
