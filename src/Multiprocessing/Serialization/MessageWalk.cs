using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using Nerdbank.MessagePack;
using PolyType;
using PolyType.Abstractions;

namespace Multiprocessing.Serialization;

/// <summary>
/// Walks over everything that may stand in a message of one type, and says whether all of it can travel, what the message is made of, and whether shared objects may be in it.
/// </summary>
/// <remarks>
/// It is stricter than the MessagePack library, which writes a <see cref="Stream"/> as an empty object and drops what has no setter. The rules: a type of the framework
/// travels only when it is known to (<see cref="MessageLeaves"/>); a type of the user needs a constructor that can be called; a property that holds
/// state (the compiler made a field for it) must come back by a setter, a constructor's parameter, or as a collection that is filled; a class that cannot be made, and one
/// that shows nothing of the fields it has, are refused. Computed properties stay behind.
/// </remarks>
internal sealed class MessageWalk
{
    private const int DepthMax = 100;

    private readonly StringBuilder _text = new();
    private readonly HashSet<Type> _seen = [];
    private int _depth;

    /// <summary>The text of <see cref="MessageSerializer.Describe{T}"/>: each type with its members, in the order met.</summary>
    internal string Description => _text.ToString();

    internal bool CarriesShared { get; private set; }

    /// <summary>Null when all can travel; else the path to the first member that cannot, its type, and why.</summary>
    internal string? Walk(ITypeShape shape, string path)
    {
        Type type = shape.Type;
        if (TransferTypes.Find(type) is not null)
        {
            CarriesShared = true;
            return null;
        }

        if (MessageLeaves.Contains(type) || !_seen.Add(type) || shape.AttributeProvider.GetCustomAttribute<MessagePackConverterAttribute>() is not null) return null;
        if (++_depth > DepthMax) return Refusal(path, type, $"its type nests deeper than {DepthMax} types");
        string? reason = shape switch
        {
            IEnumTypeShape shaped => Describe(type, "=", shaped.UnderlyingType.Type),
            IOptionalTypeShape shaped => Walk(shaped.ElementType, path),
            ISurrogateTypeShape shaped => Describe(type, "~", shaped.SurrogateType.Type) ?? Walk(shaped.SurrogateType, path),
            IDictionaryTypeShape shaped => WalkDictionary(shaped, path),
            IEnumerableTypeShape shaped => WalkCollection(shaped, path),
            IUnionTypeShape shaped => WalkUnion(shaped, path),
            IObjectTypeShape shaped => WalkObject(shaped, path),
            IFunctionTypeShape => Refusal(path, type, "a delegate means nothing in another process"),
            _ => Refusal(path, type, "this kind of type cannot travel"),
        };
        _depth--;
        return reason;
    }

    /// <summary>Whether the member is written, and set again by reading.</summary>
    internal static bool Travels(IObjectTypeShape shape, IPropertyShape property) => property.HasGetter && ComesBack(shape, property);

    private static string Refusal(string path, Type type, string why) => $"{path}: {TypeNames.Short(type)} ({why})";

    private string? Describe(Type type, string mark, Type other)
    {
        _text.Append(TypeNames.Full(type)).Append(mark).Append(TypeNames.Full(other)).Append(';');
        return null;
    }

    private string? WalkDictionary(IDictionaryTypeShape shape, string path)
    {
        if (MessageLeaves.CollectionRefusal(shape.Type) is { } why) return Refusal(path, shape.Type, why);
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.None) return Refusal(path, shape.Type, "nothing can make such a collection and fill it");
        return Walk(shape.KeyType, path + "[key]") ?? Walk(shape.ValueType, path + "[value]");
    }

    private string? WalkCollection(IEnumerableTypeShape shape, string path)
    {
        if (MessageLeaves.CollectionRefusal(shape.Type) is { } why) return Refusal(path, shape.Type, why);
        if (shape.IsAsyncEnumerable) return Refusal(path, shape.Type, "an asynchronous stream does not lie in a message; send its items through a queue");
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.None && shape.Rank == 1) return Refusal(path, shape.Type, "nothing can make such a collection and fill it");
        return Walk(shape.ElementType, path + "[]");
    }

    private string? WalkUnion(IUnionTypeShape shape, string path)
    {
        _text.Append(TypeNames.Full(shape.Type)).Append('|').AppendJoin('|', shape.UnionCases.Select(one => $"{one.Tag} {one.Name}")).Append(';');
        // The base was noted as seen when the union was.
        if (!shape.Type.IsAbstract && shape.BaseType is IObjectTypeShape own && WalkObject(own, path) is { } ownReason) return ownReason;
        foreach (IUnionCaseShape one in shape.UnionCases)
            if (one.UnionCaseType.Type != shape.Type && Walk(one.UnionCaseType, path) is { } reason) return reason;
        return null;
    }

    private string? WalkObject(IObjectTypeShape shape, string path)
    {
        Type type = shape.Type;
        if (TypeRefusal(shape) is { } why) return Refusal(path, type, why);
        List<IPropertyShape> members = [];
        foreach (IPropertyShape property in shape.Properties)
        {
            if (Travels(shape, property)) members.Add(property);
            else if (property.HasGetter && HoldsState(property)) return Refusal($"{path}.{property.Name}", property.PropertyType.Type, "it has no public setter and no constructor parameter, so it would be lost; add one, or [PropertyShape(Ignore = true)]");
        }

        if (members.Count == 0 && FieldsOf(type).Length > 0) return Refusal(path, type, "it has fields, and no public member that could travel");
        _text.Append(TypeNames.Full(type)).Append('(').AppendJoin(',', members.Select(member => $"{member.Name}:{TypeNames.Full(member.PropertyType.Type)}")).Append(");");
        foreach (IPropertyShape member in members)
        {
            if (member.AttributeProvider.GetCustomAttribute<MessagePackConverterAttribute>() is not null) continue;
            if (Walk(member.PropertyType, $"{path}.{member.Name}") is { } reason) return reason;
        }

        return null;
    }

    private static string? TypeRefusal(IObjectTypeShape shape)
    {
        Type type = shape.Type;
        if (type == typeof(object)) return "what it holds is known only when it runs; declare the type";
        if (type == typeof(nint) || type == typeof(nuint) || type.IsPointer) return "a pointer means nothing in another process";
        if (MessageLeaves.IsFramework(type) && !shape.IsTupleType && !MessageLeaves.IsObject(type)) return "a type of .NET that means nothing in another process";
        if (!MessageLeaves.IsFramework(type) && FrameworkBase(type) is { } ancestor) return $"it derives from {TypeNames.Short(ancestor)}, a type of .NET that means nothing in another process";
        if (type.IsInterface) return "an interface does not say what to make when reading; declare a class, or name the classes with [DerivedTypeShape]";
        if (type.IsAbstract) return "an abstract class cannot be made when reading; name the classes with [DerivedTypeShape]";
        if (shape.Constructor is null) return "it has no public constructor";
        return null;
    }

    private static Type? FrameworkBase(Type type)
    {
        for (Type? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            if (ancestor != typeof(object) && ancestor != typeof(ValueType) && ancestor != typeof(EventArgs) && MessageLeaves.IsFramework(ancestor)) return ancestor;
        return null;
    }

    /// <summary>Whether reading sets the member again.</summary>
    private static bool ComesBack(IObjectTypeShape shape, IPropertyShape property)
    {
        if (property.HasSetter) return true;
        if (shape.Constructor is { } constructor && constructor.Parameters.Any(parameter => Matches(parameter.Name, property.Name))) return true;
        // A collection without a setter is filled, but only in an object that was made before its members were read.
        if (shape.Constructor is not { Parameters.Count: 0 }) return false;
        return property.PropertyType is IEnumerableTypeShape { ConstructionStrategy: CollectionConstructionStrategy.Mutable }
            or IDictionaryTypeShape { ConstructionStrategy: CollectionConstructionStrategy.Mutable };
    }

    /// <summary>A parameter <c>total</c> sets the property <c>Total</c>.</summary>
    private static bool Matches(string parameter, string property) =>
        parameter == property || (parameter.Length == property.Length && char.ToUpperInvariant(parameter[0]) == property[0] && parameter.AsSpan(1).SequenceEqual(property.AsSpan(1)));

    /// <summary>Whether the compiler made a field for the property. Where the fields were trimmed away, nobody can tell, and it counts as computed.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that is gone makes the check milder, never wrong.")]
    private static bool HoldsState(IPropertyShape property) =>
        property.MemberInfo is PropertyInfo { DeclaringType: { } declaring } info &&
        declaring.GetField($"<{info.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that is gone makes the check milder, never wrong.")]
    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
