namespace Multiprocessing.Generators.Codecs.Models;

/// <summary>A type that methods are generated for.</summary>
/// <param name="type">The type, as source.</param>
/// <param name="form">Its kind.</param>
internal sealed class TypeModel(string type, TypeForm form) : IEquatable<TypeModel>
{
    internal string Type { get; } = type;

    internal TypeForm Form { get; } = form;

    /// <summary>Whether null is a value of it.</summary>
    internal bool IsReference { get; set; }

    /// <summary>Whether an object of it may be of a derived class, as which it could not be read.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>Of objects and tuples: the members, in the order of their places. Of a union: its classes.</summary>
    internal Sequence<MemberModel> Members { get; set; } = new();

    /// <summary>Of a union: the tags of its classes.</summary>
    internal Sequence<int> Tags { get; set; } = new();

    /// <summary>Of collections, dictionaries and nullables: the element, or the value.</summary>
    internal ValueModel? Element { get; set; }

    /// <summary>Of dictionaries: the key.</summary>
    internal ValueModel? Key { get; set; }

    /// <summary>Of collections and dictionaries: what is made, as source. Of immutable ones: the class that makes it.</summary>
    internal string Made { get; set; } = "";

    /// <summary>Of collections: the method that adds an element.</summary>
    internal string Add { get; set; } = "";

    /// <summary>Whether the collection can be told how many elements there will be.</summary>
    internal bool TakesCapacity { get; set; }

    public bool Equals(TypeModel? other) => other is not null && other.Type == Type && other.Form == Form && other.IsReference == IsReference && other.IsOpen == IsOpen
        && other.Members.Equals(Members) && other.Tags.Equals(Tags) && Equals(other.Element, Element) && Equals(other.Key, Key) && other.Made == Made && other.Add == Add && other.TakesCapacity == TakesCapacity;

    public override bool Equals(object? obj) => Equals(obj as TypeModel);

    public override int GetHashCode() => Type.GetHashCode();
}
