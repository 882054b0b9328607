namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>A type of messages, with all that may be in one.</summary>
/// <param name="value">The type.</param>
/// <param name="description">What is in a message, in the words that enter fingerprints.</param>
/// <param name="carriesShared">Whether shared objects may be in one.</param>
/// <param name="types">The types that methods are generated for.</param>
internal sealed class MessageModel(ValueModel value, string description, bool carriesShared, Sequence<TypeModel> types) : IEquatable<MessageModel>
{
    /// <summary>A struct that is copied as it lies in memory: it needs no codec, but its fields must be kept.</summary>
    internal static MessageModel OfElement(string type) => new(new ValueModel(type, ValueForm.Plain), "", false, new Sequence<TypeModel>());

    internal ValueModel Value { get; } = value;

    internal bool IsElement => Value.Form == ValueForm.Plain;

    internal string Description { get; } = description;

    internal bool CarriesShared { get; } = carriesShared;

    internal Sequence<TypeModel> Types { get; } = types;

    public bool Equals(MessageModel? other) => other is not null && other.Value.Equals(Value) && other.Description == Description && other.CarriesShared == CarriesShared && other.Types.Equals(Types);

    public override bool Equals(object? obj) => Equals(obj as MessageModel);

    public override int GetHashCode() => Description.GetHashCode();
}
