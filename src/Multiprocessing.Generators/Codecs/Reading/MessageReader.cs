using System.Text;
using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Codecs.Models;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>
/// Reads a type of messages with all that may be in one: symbols to models. It goes in the order of the product's MessageWalk, since its description must be the same text; what it does not
/// know for sure to be written alike it leaves to the general serializer.
/// </summary>
internal sealed class MessageReader
{
    private const int DepthMax = 50;

    private readonly Compilation _compilation;
    private readonly SharedTypes _shared;
    private readonly StringBuilder _description = new();
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, ValueModel> _values = [];
    private readonly List<TypeModel> _types = [];
    private bool _carriesShared;
    private string? _refusal;
    private int _depth;

    private MessageReader(Compilation compilation, SharedTypes shared)
    {
        _compilation = compilation;
        _shared = shared;
    }

    /// <summary>Null where the type needs no generated code, or cannot have any.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">The program.</param>
    /// <param name="shared">Its shared interfaces.</param>
    /// <param name="refusal">Why it cannot have any: the type at fault, and the reason. Null where it needs none.</param>
    internal static MessageModel? TryRead(ITypeSymbol type, Compilation compilation, SharedTypes shared, out string? refusal)
    {
        refusal = null;
        if (ElementRules.IsSurelyElement(type)) return null;
        var reader = new MessageReader(compilation, shared);
        reader._description.Append(TypeText.Full(type)).Append(';');
        ValueModel? value = reader.Value(type);
        if (value is null) refusal = reader._refusal;
        return value is { Form: ValueForm.Generated }
            ? new MessageModel(value, reader._description.ToString(), reader._carriesShared, new Sequence<TypeModel>([.. reader._types]))
            : null;
    }

    /// <summary>Notes why a type cannot be written by generated code. The first reason stands: it is the innermost one.</summary>
    internal void Refuse(ITypeSymbol type, string reason) => _refusal ??= $"{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {reason}";

    /// <summary>Null where the type cannot be written by generated code.</summary>
    internal ValueModel? Value(ITypeSymbol type)
    {
        string source = TypeText.Source(type);
        if (_values.TryGetValue(source, out ValueModel? known)) return known;
        if (_depth > DepthMax || !CanBeNamed(type))
        {
            Refuse(type, _depth > DepthMax ? "lies too deep within others" : "cannot be named by code of another file; make it, and the types that it is declared in, internal or public");
            return null;
        }

        if (Simple(type, source) is { } simple) return _values[source] = simple;

        // Noted before it is read: a type may contain itself.
        _values[source] = new ValueModel(source, ValueForm.Generated);
        _depth++;
        TypeModel? model = type switch
        {
            IArrayTypeSymbol array => Array(array, source),
            INamedTypeSymbol named => Named(named, source),
            _ => null,
        };
        _depth--;
        if (model is null)
        {
            Refuse(type, "has a form that generated code does not know");
            return null;
        }

        _types.Add(model);
        return _values[source];
    }

    /// <summary>Appends to the description, once for each type.</summary>
    internal void Describe(ITypeSymbol type, string text)
    {
        if (_seen.Add(TypeText.Full(type))) _description.Append(TypeText.Full(type)).Append(text).Append(';');
    }

    private ValueModel? Simple(ITypeSymbol type, string source)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number } && !Attributes.AskForOtherForm(type))
        {
            Describe(type, "=" + TypeText.Full(number));
            return new ValueModel(source, ValueForm.Number, TypeText.Source(number));
        }

        if (HandleTypes.IsHandle(type) || _shared.IsShared(type))
        {
            _carriesShared = true;
            return new ValueModel(source, ValueForm.Shared);
        }

        if (FrameworkTypes.IsDirect(type)) return new ValueModel(source, ValueForm.Direct);
        return FrameworkTypes.IsPlain(type) ? new ValueModel(source, ValueForm.Plain) : null;
    }

    private TypeModel? Array(IArrayTypeSymbol array, string source)
    {
        if (array.Rank != 1) Refuse(array, "has several dimensions; an array of arrays, or one with its width beside it, has generated code");
        if (array.Rank != 1 || Value(array.ElementType) is not { } element) return null;
        return new TypeModel(source, TypeForm.Array) { IsReference = true, Element = element };
    }

    private TypeModel? Named(INamedTypeSymbol type, string source)
    {
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Value(type.TypeArguments[0]) is { } inner ? new TypeModel(source, TypeForm.Nullable) { Element = inner } : null;
        if (!ProductTypes.IsFramework(type)) return new ObjectReader(this, type, source).Read();
        if (type.IsTupleType) return Tuple(type, source);
        if (ProductTypes.FullName(type) == "System.Collections.Generic.KeyValuePair`2") return Pair(type, source);
        if (FrameworkTypes.IsDictionary(type, out (string Made, bool TakesCapacity) dictionary))
        {
            return Value(type.TypeArguments[0]) is { } key && Value(type.TypeArguments[1]) is { } value
                ? new TypeModel(source, TypeForm.Dictionary) { IsReference = true, Key = key, Element = value, Made = $"{dictionary.Made}<{key.Type}, {value.Type}>", TakesCapacity = dictionary.TakesCapacity }
                : null;
        }

        if (type.TypeArguments.Length != 1) return null;
        if (FrameworkTypes.IsImmutable(type, out string maker))
            return Value(type.TypeArguments[0]) is { } item ? new TypeModel(source, TypeForm.Immutable) { IsReference = type.IsReferenceType, Element = item, Made = maker } : null;
        if (!FrameworkTypes.IsCollection(type, out (string Made, string Add, bool TakesCapacity) collection) || Value(type.TypeArguments[0]) is not { } element) return null;
        return new TypeModel(source, type.Name == "IEnumerable" ? TypeForm.Sequence : TypeForm.Collection)
        {
            IsReference = true,
            Element = element,
            Made = $"{collection.Made}<{element.Type}>",
            Add = collection.Add,
            TakesCapacity = collection.TakesCapacity,
        };
    }

    private TypeModel? Tuple(INamedTypeSymbol type, string source)
    {
        Describe(type, "(" + string.Join(",", type.TupleElements.Select(static (field, i) => $"Item{i + 1}:{TypeText.Full(field.Type)}")) + ")");
        var members = new List<MemberModel>();
        foreach (IFieldSymbol field in type.TupleElements)
        {
            if (Value(field.Type) is not { } value) return null;
            members.Add(new MemberModel($"Item{members.Count + 1}", value, MemberBack.ByConstructor, members.Count));
        }

        return new TypeModel(source, TypeForm.Tuple) { Members = new Sequence<MemberModel>([.. members]) };
    }

    private TypeModel? Pair(INamedTypeSymbol type, string source)
    {
        Describe(type, $"(Key:{TypeText.Full(type.TypeArguments[0])},Value:{TypeText.Full(type.TypeArguments[1])})");
        if (Value(type.TypeArguments[0]) is not { } key || Value(type.TypeArguments[1]) is not { } value) return null;
        return new TypeModel(source, TypeForm.Object)
        {
            Members = new Sequence<MemberModel>(new MemberModel("Key", key, MemberBack.ByConstructor, 0), new MemberModel("Value", value, MemberBack.ByConstructor, 1)),
        };
    }

    /// <summary>Whether code in a file of its own can say the type's name.</summary>
    private bool CanBeNamed(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => CanBeNamed(array.ElementType),
        INamedTypeSymbol { IsAnonymousType: false, IsFileLocal: false, IsRefLikeType: false, IsUnboundGenericType: false, TypeKind: not TypeKind.Error } named =>
            _compilation.IsSymbolAccessibleWithin(named, _compilation.Assembly) && named.TypeArguments.All(CanBeNamed) && (named.ContainingType is null || CanBeNamed(named.ContainingType)),
        _ => false,
    };
}
