using Nerdbank.MessagePack;
using PolyType;
using PolyType.Abstractions;

namespace Multiprocessing.Serialization.Checks;

/// <summary>
/// Makes the checks of a message type, which <see cref="MessageWalk"/> has accepted. A type in which nothing can differ gets none, so that messages of sealed classes, structs and
/// leaves cost nothing. A type that contains itself gets one, which finds graphs without an end.
/// </summary>
internal sealed class ValueCheckBuilder : TypeShapeVisitor
{
    private readonly Dictionary<Type, object?> _checks = [];

    internal object? Build(ITypeShape shape)
    {
        Type type = shape.Type;
        if (_checks.TryGetValue(type, out object? known)) return known;
        if (TransferTypes.Find(type) is not null || MessageLeaves.Contains(type) || shape.AttributeProvider.GetCustomAttribute<MessagePackConverterAttribute>() is not null) return null;
        object? check = shape.Accept(this);
        _checks[type] = check;
        return check;
    }

    public override object? VisitObject<T>(IObjectTypeShape<T> shape, object? state = null)
    {
        ObjectCheck<T> check = new();
        _checks[typeof(T)] = check;
        List<MemberCheck<T>> members = [];
        foreach (IPropertyShape property in shape.Properties)
            if (MessageWalk.Travels(shape, property) && property.Accept(this) is MemberCheck<T> member) members.Add(member);
        check.Members = [.. members];
        bool isExact = typeof(T).IsValueType || typeof(T).IsSealed;
        return isExact && members.Count == 0 ? null : check;
    }

    public override object? VisitProperty<TDeclaringType, TPropertyType>(IPropertyShape<TDeclaringType, TPropertyType> propertyShape, object? state = null) =>
        Build(propertyShape.PropertyType) is ValueCheck<TPropertyType> check
            ? new PropertyCheck<TDeclaringType, TPropertyType>(propertyShape.Name, propertyShape.GetGetter(), check)
            : null;

    public override object? VisitOptional<TOptional, TElement>(IOptionalTypeShape<TOptional, TElement> optionalShape, object? state = null) =>
        Build(optionalShape.ElementType) is ValueCheck<TElement> check ? new OptionalCheck<TOptional, TElement>(optionalShape.GetDeconstructor(), check) : null;

    public override object? VisitEnumerable<TEnumerable, TElement>(IEnumerableTypeShape<TEnumerable, TElement> enumerableShape, object? state = null)
    {
        CollectionCheck<TEnumerable, TElement> check = new(enumerableShape.GetGetEnumerable());
        _checks[typeof(TEnumerable)] = check;
        check.Element = (ValueCheck<TElement>?)Build(enumerableShape.ElementType);
        return check.Element is null ? null : check;
    }

    public override object? VisitDictionary<TDictionary, TKey, TValue>(IDictionaryTypeShape<TDictionary, TKey, TValue> dictionaryShape, object? state = null)
    {
        DictionaryCheck<TDictionary, TKey, TValue> check = new(dictionaryShape.GetGetDictionary());
        _checks[typeof(TDictionary)] = check;
        check.Key = (ValueCheck<TKey>?)Build(dictionaryShape.KeyType);
        check.Value = (ValueCheck<TValue>?)Build(dictionaryShape.ValueType);
        return check.Key is null && check.Value is null ? null : check;
    }

    public override object? VisitUnion<TUnion>(IUnionTypeShape<TUnion> unionShape, object? state = null)
    {
        UnionCheck<TUnion> check = new();
        _checks[typeof(TUnion)] = check;
        foreach (IUnionCaseShape one in unionShape.UnionCases) check.Cases[one.UnionCaseType.Type] = (ValueCheck<TUnion>?)one.Accept(this);
        if (!typeof(TUnion).IsAbstract) check.Cases.TryAdd(typeof(TUnion), (ValueCheck<TUnion>?)unionShape.BaseType.Accept(this));
        // Building the base noted its own check under the union's type.
        _checks[typeof(TUnion)] = check;
        return check;
    }

    public override object? VisitUnionCase<TUnionCase, TUnion>(IUnionCaseShape<TUnionCase, TUnion> unionCaseShape, object? state = null)
    {
        object? inner = typeof(TUnionCase) == typeof(TUnion) ? unionCaseShape.UnionCaseType.Accept(this) : Build(unionCaseShape.UnionCaseType);
        return inner is ValueCheck<TUnionCase> check ? new UnionCaseCheck<TUnion, TUnionCase>(check) : null;
    }

    public override object? VisitEnum<TEnum, TUnderlying>(IEnumTypeShape<TEnum, TUnderlying> enumShape, object? state = null) => null;

    /// <summary>What becomes of a surrogate is its marshaler's affair.</summary>
    public override object? VisitSurrogate<T, TSurrogate>(ISurrogateTypeShape<T, TSurrogate> surrogateShape, object? state = null) => null;
}
