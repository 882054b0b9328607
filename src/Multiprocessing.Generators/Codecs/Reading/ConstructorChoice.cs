using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>Which constructor makes an object that is read: the one that PolyType's shapes choose, since members travel that it takes.</summary>
internal static class ConstructorChoice
{
    /// <summary>False where there is none, or it is not sure which; null with true for a struct that is made by its members alone.</summary>
    internal static bool TryChoose(INamedTypeSymbol type, MemberSlot[] slots, out IMethodSymbol? chosen)
    {
        chosen = null;
        IMethodSymbol[] all = [.. type.InstanceConstructors.Where(static one => !(one.ContainingType.IsValueType && one.IsImplicitlyDeclared && one.Parameters.Length == 0))];
        if (all.Any(Attributes.AskForOtherForm) || all.SelectMany(static one => one.Parameters).Any(Attributes.AskForOtherForm)) return false;
        IMethodSymbol[] candidates = [.. all.Where(one => one.DeclaredAccessibility == Accessibility.Public && !IsCopy(type, one))];
        if (candidates.SelectMany(static one => one.Parameters).Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType)) return false;
        if (candidates.Length == 0) return type.IsValueType;
        chosen = candidates
            .OrderBy(one => one.Parameters.Count(parameter => !parameter.IsOptional && !slots.Any(slot => slot.Matches(parameter))))
            .ThenByDescending(one => one.Parameters.Count(parameter => slots.Any(slot => slot.IsReadOnly && slot.Matches(parameter))))
            .ThenBy(static one => one.Parameters.Length).First();
        return true;
    }

    private static bool IsCopy(INamedTypeSymbol type, IMethodSymbol constructor) =>
        type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);
}
