using Microsoft.CodeAnalysis;
using Multiprocessing.Generators.Analyzers;

namespace Multiprocessing.Generators.Proxies.Reading;

/// <summary>Which interfaces are shared, as an assembly sees it: those that are marked, and those of others that it names.</summary>
/// <param name="assembly">The assembly that is compiled.</param>
internal sealed class SharedTypes(IAssemblySymbol assembly)
{
    private readonly HashSet<ISymbol> _foreign = new(ForeignOf(assembly), SymbolEqualityComparer.Default);

    /// <summary>The assembly that is compiled.</summary>
    internal IAssemblySymbol Assembly => assembly;

    internal bool IsShared(ITypeSymbol type) => type.TypeKind == TypeKind.Interface && (IsMarked(type) || _foreign.Contains(type) || _foreign.Contains(type.OriginalDefinition));

    internal bool IsForeign(INamedTypeSymbol type) => !IsMarked(type) && IsShared(type);

    /// <summary>Shared generic interfaces with all their type arguments, within a type.</summary>
    internal IEnumerable<INamedTypeSymbol> FormsIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => FormsIn(array.ElementType),
        INamedTypeSymbol named => (IsForm(named) ? [named] : (IEnumerable<INamedTypeSymbol>)[]).Concat(named.TypeArguments.SelectMany(FormsIn)),
        _ => [],
    };

    /// <summary>What an assembly's attributes name.</summary>
    internal static IEnumerable<INamedTypeSymbol> ForeignOf(IAssemblySymbol assembly) => assembly.GetAttributes()
        .Where(static attribute => attribute.AttributeClass is { Name: "SharedInterfaceAttribute" } declared && ProductTypes.IsOfProduct(declared))
        .Select(static attribute => attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as INamedTypeSymbol : null)
        .OfType<INamedTypeSymbol>()
        .Select(static type => type.IsUnboundGenericType ? type.OriginalDefinition : type);

    private bool IsForm(INamedTypeSymbol type) => type.IsGenericType && IsShared(type) && IsClosed(type);

    private static bool IsMarked(ITypeSymbol type) => type.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "SharedAttribute" } declared && ProductTypes.IsOfProduct(declared));

    private static bool IsClosed(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsClosed(array.ElementType),
        INamedTypeSymbol { IsUnboundGenericType: true } => false,
        INamedTypeSymbol named => named.TypeKind != TypeKind.Error && named.TypeArguments.All(IsClosed),
        _ => false,
    };
}
