using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Managers.Objects;

/// <summary>
/// A key, value or item of a ready-made object as the object holds it: the bytes of a message, and the shared objects that it refers to. So a server holds, compares and hands out data of types that it
/// does not know.
/// </summary>
/// <param name="bytes">The message; null for none at all, as a key that is not there has it.</param>
/// <param name="references">The objects that it refers to, or their proxies, in the order in which the bytes name them; null for none.</param>
internal readonly struct Item(byte[]? bytes, Reference[]? references = null) : IEquatable<Item>
{
    private readonly byte[]? _bytes = bytes;
    private readonly Reference[]? _references = references;

    /// <summary>Whether there is one.</summary>
    internal bool Exists => _bytes is not null;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal ReadOnlySpan<Reference> References => _references;

    public bool Equals(Item other) => Exists == other.Exists && Bytes.SequenceEqual(other.Bytes) && References.SequenceEqual(other.References);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Item other && Equals(other);

    // The hash has a seed of this process, so nobody can choose keys that fall together.
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }
}
