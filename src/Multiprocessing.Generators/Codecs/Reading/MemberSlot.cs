using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>A public property or field, which has a place in the message whether it travels or not.</summary>
internal sealed class MemberSlot
{
    private MemberSlot(ISymbol member, ITypeSymbol type)
    {
        Name = member.Name;
        Type = type;
        HasSetter = member is IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Public } or IFieldSymbol { IsReadOnly: false };
        IsReadOnly = member is IPropertySymbol { SetMethod: null } or IFieldSymbol { IsReadOnly: true };
        IsRequired = member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
        NeedsInitializer = IsRequired || member is IPropertySymbol { SetMethod: { IsInitOnly: true, DeclaredAccessibility: Accessibility.Public } };
        // Where the class is not in this compilation, nobody can tell.
        HoldsState = member is IFieldSymbol || member.Locations.All(static place => !place.IsInSource)
            || member.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member));
    }

    internal string Name { get; }

    internal ITypeSymbol Type { get; }

    /// <summary>Whether everybody may set it.</summary>
    internal bool HasSetter { get; }

    /// <summary>Whether nobody may.</summary>
    internal bool IsReadOnly { get; }

    internal bool IsRequired { get; }

    /// <summary>Whether it can be set only while the object is made.</summary>
    internal bool NeedsInitializer { get; }

    /// <summary>Whether it has a field, so that it would be lost if it did not travel.</summary>
    internal bool HoldsState { get; }

    /// <summary>The members in the order of their places: of the class, then of the one that it derives from; properties before fields. Null where that is not sure.</summary>
    internal static MemberSlot[]? Of(INamedTypeSymbol type)
    {
        var slots = new List<MemberSlot>();
        var names = new HashSet<string>();
        for (INamedTypeSymbol? declaring = type; declaring is not null && !ProductTypes.IsFramework(declaring); declaring = declaring.BaseType)
        {
            ISymbol[] members = [.. declaring.GetMembers().Where(static member => member is IPropertySymbol or IFieldSymbol or IEventSymbol or INamedTypeSymbol)];
            foreach (ISymbol member in members.OrderBy(static member => member is IFieldSymbol ? 1 : 0))
            {
                if (names.Contains(member.Name) || !IsCandidate(member, out ITypeSymbol? held)) continue;
                if (Attributes.IsIgnored(member)) continue;
                if (Attributes.AskForOtherForm(member) || IsUnclear(member)) return null;
                slots.Add(new MemberSlot(member, held!));
            }

            foreach (ISymbol member in members) names.Add(member.Name);
        }

        return [.. slots];
    }

    /// <summary>A parameter <c>total</c> sets the property <c>Total</c>.</summary>
    internal bool Matches(IParameterSymbol parameter) => IsNamed(parameter.Name) && TypeText.Source(parameter.Type) == TypeText.Source(Type);

    private bool IsNamed(string parameter) => parameter == Name
        || (parameter.Length == Name.Length && parameter.Length > 0 && char.ToUpperInvariant(parameter[0]) == Name[0] && string.CompareOrdinal(parameter, 1, Name, 1, Name.Length) == 0);

    private static bool IsCandidate(ISymbol member, out ITypeSymbol? held)
    {
        held = member switch
        {
            IPropertySymbol { IsStatic: false, IsIndexer: false, ReturnsByRef: false, ReturnsByRefReadonly: false, ExplicitInterfaceImplementations.IsEmpty: true } property
                when IsPublic(property.GetMethod) || IsPublic(property.SetMethod) => property.Type,
            IFieldSymbol { IsStatic: false, IsConst: false, DeclaredAccessibility: Accessibility.Public, RefKind: RefKind.None } field => field.Type,
            _ => null,
        };
        return held is not null and not { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer } && !held.IsRefLikeType;
    }

    /// <summary>A property that only can be set, and one that overrides a part of another.</summary>
    private static bool IsUnclear(ISymbol member) => member is IPropertySymbol property
        && (!IsPublic(property.GetMethod) || (property.OverriddenProperty is { } overridden && overridden.SetMethod is null != property.SetMethod is null));

    private static bool IsPublic(IMethodSymbol? accessor) => accessor is { DeclaredAccessibility: Accessibility.Public };
}
