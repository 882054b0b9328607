namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>A member of an object, or its place: one that is computed leaves its place empty.</summary>
/// <param name="name">The member's name, as source; null for an empty place.</param>
/// <param name="value">Its type; null for an empty place.</param>
/// <param name="back">How it comes back.</param>
/// <param name="parameter">Which parameter of the constructor it is; -1 for none.</param>
internal sealed class MemberModel(string? name, ValueModel? value, MemberBack back, int parameter) : IEquatable<MemberModel>
{
    internal static MemberModel Empty { get; } = new(null, null, MemberBack.ByConstructor, -1);

    internal string? Name { get; } = name;

    internal ValueModel? Value { get; } = value;

    internal MemberBack Back { get; } = back;

    internal int Parameter { get; } = parameter;

    public bool Equals(MemberModel? other) => other is not null && other.Name == Name && Equals(other.Value, Value) && other.Back == Back && other.Parameter == Parameter;

    public override bool Equals(object? obj) => Equals(obj as MemberModel);

    public override int GetHashCode() => Name?.GetHashCode() ?? 0;
}
