using System.Runtime.CompilerServices;

namespace Multiprocessing.Managers.Objects;

/// <summary>An object that a message refers to.</summary>
/// <param name="Target">The object where it lives here, else its proxy; null for null.</param>
/// <param name="Contract">Its interface.</param>
internal readonly record struct Reference(object? Target, SharedContract Contract)
{
    public bool Equals(Reference other) => ReferenceEquals(Target, other.Target) && Contract == other.Contract;

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Target);
}
