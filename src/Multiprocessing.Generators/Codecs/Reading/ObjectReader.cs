using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Codecs.Models;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Reads a record, class or struct of the user's: which members travel, in which places, and how they come back.</summary>
/// <param name="message">Reads the types of the members.</param>
/// <param name="type">The type.</param>
/// <param name="source">The same as source.</param>
internal sealed class ObjectReader(MessageReader message, INamedTypeSymbol type, string source)
{
    /// <summary>Null where it is not sure that generated code would do what the general serializer does.</summary>
    internal TypeModel? Read()
    {
        if (!IsKnownKind()) return Refuse("is a collection, or derives from a type of .NET; hold a List or an array in a record");
        if (Attributes.AskForOtherForm(type)) return Refuse("has attributes that ask for a form of its own");
        if (Attributes.UnionOf(type) is { Length: > 0 } cases) return ReadUnion(cases) ?? Refuse("names derived classes in a way that generated code does not know; the base is abstract, the classes are not, and tags differ");
        if (type.IsAbstract || type.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return Refuse("is abstract, and names no classes that may come in its place, as [DerivedTypeShape] does");
        MemberSlot[]? slots = MemberSlot.Of(type);
        if (slots is null) return Refuse("has a member with an attribute that asks for a form of its own, or one that can only be set, or overrides a part of another");
        if (!ConstructorChoice.TryChoose(type, slots, out IMethodSymbol? constructor)) return Refuse("has no public constructor that can be called with values");

        var members = new List<MemberModel>();
        var travelling = new List<MemberSlot>();
        var backs = new List<(MemberBack Back, int Parameter)>();
        bool isPlain = constructor is null or { Parameters.Length: 0 } && !slots.Any(static slot => slot.NeedsInitializer);
        foreach (MemberSlot slot in slots)
        {
            if (Back(slot, constructor, isPlain) is { } back)
            {
                travelling.Add(slot);
                backs.Add(back);
            }
            else if (slot.HoldsState)
            {
                return Refuse($"has the member {slot.Name}, which nothing can set when it is read; give it a setter or a parameter of the constructor of the same name and type");
            }
        }

        if (constructor is not null && constructor.Parameters.Any(parameter => !backs.Any(back => back.Parameter == parameter.Ordinal)))
            return Refuse("has a constructor with a parameter that no member has the name and type of");
        if (travelling.Count == 0 && (type.GetMembers().Any(static member => member is IFieldSymbol { IsStatic: false }) || type.Locations.All(static place => !place.IsInSource)))
            return Refuse("has no member that travels");

        message.Describe(type, "(" + string.Join(",", travelling.Select(static slot => $"{slot.Name}:{TypeText.Full(slot.Type)}")) + ")");
        foreach (MemberSlot slot in slots)
        {
            int at = travelling.IndexOf(slot);
            if (at < 0)
            {
                members.Add(MemberModel.Empty);
                continue;
            }

            if (message.Value(slot.Type) is not { } value) return null;
            members.Add(new MemberModel(SyntaxFacts.GetKeywordKind(slot.Name) == SyntaxKind.None ? slot.Name : "@" + slot.Name, value, backs[at].Back, backs[at].Parameter));
        }

        // Empty places at the end are not written.
        while (members.Count > 0 && members[members.Count - 1].Name is null) members.RemoveAt(members.Count - 1);
        return new TypeModel(source, TypeForm.Object)
        {
            IsReference = type.IsReferenceType,
            IsOpen = type.TypeKind == TypeKind.Class && !type.IsSealed,
            Members = new Sequence<MemberModel>([.. members]),
        };
    }

    private TypeModel? Refuse(string reason)
    {
        message.Refuse(type, reason);
        return null;
    }

    /// <summary>Types that derive from one of .NET, collections, and those with callbacks of the MessagePack library have forms of their own.</summary>
    private bool IsKnownKind()
    {
        if (ProductTypes.IsOfProduct(type) || type.IsStatic || type.IsComImport) return false;
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ProductTypes.IsFramework(ancestor) && ancestor.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType)) return false;
            if (Attributes.AskForOtherForm(ancestor)) return false;
        }

        return !type.AllInterfaces.Any(static one => one.SpecialType == SpecialType.System_Collections_IEnumerable || one.Name == "IAsyncEnumerable"
            || one.ContainingNamespace.ToDisplayString().StartsWith("Nerdbank", StringComparison.Ordinal));
    }

    private static (MemberBack, int)? Back(MemberSlot slot, IMethodSymbol? constructor, bool isPlain)
    {
        if (constructor?.Parameters.FirstOrDefault(slot.Matches) is { } parameter) return (slot.IsRequired ? MemberBack.BySetter : MemberBack.ByConstructor, parameter.Ordinal);
        if (slot.HasSetter) return (MemberBack.BySetter, -1);
        return isPlain && slot.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } filled && ProductTypes.IsFramework(filled)
            && (FrameworkTypes.IsCollection(filled, out _) || FrameworkTypes.IsDictionary(filled, out _))
            ? (MemberBack.ByFilling, -1)
            : null;
    }

    /// <summary>A class that cannot be made itself, with those that are named for it.</summary>
    private TypeModel? ReadUnion(AttributeData[] cases)
    {
        if (!type.IsAbstract) return null;
        var classes = new List<INamedTypeSymbol>();
        var tags = new List<int>();
        foreach (AttributeData one in cases)
        {
            // What is asked for beyond a tag, the general serializer knows.
            if (one.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol { IsUnboundGenericType: false, TypeKind: TypeKind.Class, IsAbstract: false } derived) return null;
            if (one.NamedArguments.Any(static named => named.Key != "Tag") || Attributes.UnionOf(derived).Length > 0 || derived.IsGenericType) return null;
            classes.Add(derived);
            tags.Add(one.NamedArguments.Select(static named => named.Value.Value as int?).FirstOrDefault() ?? tags.Count);
        }

        if (tags.Distinct().Count() != tags.Count) return null;
        message.Describe(type, "|" + string.Join("|", classes.Select((derived, i) => $"{tags[i]} {derived.Name}")));
        var members = new List<MemberModel>();
        foreach (INamedTypeSymbol derived in classes)
        {
            if (message.Value(derived) is not { Form: ValueForm.Generated } value) return null;
            members.Add(new MemberModel(derived.Name, value, MemberBack.ByConstructor, -1));
        }

        return new TypeModel(source, TypeForm.Union) { IsReference = true, Members = new Sequence<MemberModel>([.. members]), Tags = new Sequence<int>([.. tags]) };
    }
}
