using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Codecs.Reading;

/// <summary>The types whose objects travel as handles.</summary>
internal static class HandleTypes
{
    private const string Contract = "ITransferable";

    internal static bool IsHandle(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
        && named.AllInterfaces.Any(static one => one.Name == Contract && one.ContainingAssembly?.Name == "Multiprocessing");
}
