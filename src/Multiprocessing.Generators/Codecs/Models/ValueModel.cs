namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>A type where a value of it stands in a message.</summary>
/// <param name="type">The type, as source.</param>
/// <param name="form">How it is written.</param>
/// <param name="number">Of an enum: the type under it, as source.</param>
internal sealed class ValueModel(string type, ValueForm form, string? number = null) : IEquatable<ValueModel>
{
    internal string Type { get; } = type;

    internal ValueForm Form { get; } = form;

    internal string? Number { get; } = number;

    public bool Equals(ValueModel? other) => other is not null && other.Type == Type && other.Form == Form && other.Number == Number;

    public override bool Equals(object? obj) => Equals(obj as ValueModel);

    public override int GetHashCode() => Type.GetHashCode();
}
