using Microsoft.CodeAnalysis;

namespace Multiprocessing.Generators.Analyzers;

/// <summary>The product's types whose type arguments the analyzers look at.</summary>
internal static class ProductTypes
{
    private const string Space = "Multiprocessing";

    // Their methods' type arguments are messages: arguments and results of children, items of queues and pipes.
    private static readonly HashSet<string> s_carriers = ["ChildProcess", "WarmHosts", "InterprocessQueue", "InterprocessJoinableQueue", "InterprocessPipe"];

    // Their methods' type arguments are elements of shared memory.
    private static readonly HashSet<string> s_memories = ["SharedArray", "SharedValue", "GuardedValue"];

    /// <summary>Whether the method is generic over what travels to another process.</summary>
    internal static bool IsCarrier(IMethodSymbol method) => method.IsGenericMethod && IsOfProduct(method.ContainingType) && s_carriers.Contains(method.ContainingType.Name);

    /// <summary>Whether the method is generic over what lies in shared memory.</summary>
    internal static bool IsMemory(IMethodSymbol method) => method.IsGenericMethod && IsOfProduct(method.ContainingType) && s_memories.Contains(method.ContainingType.Name);

    /// <summary>Whether the type is one of the product's, which know by themselves how they travel.</summary>
    internal static bool IsOfProduct(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: Space, ContainingNamespace.IsGlobalNamespace: true } && type.ContainingAssembly.Name == Space;

    /// <summary>Whether the type comes with .NET.</summary>
    internal static bool IsFramework(ITypeSymbol type) =>
        type.ContainingAssembly?.Name is { } name && (name is "System" or "mscorlib" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>Namespace and name with its arity: <c>System.Collections.Generic.List`1</c>.</summary>
    internal static string FullName(ITypeSymbol type)
    {
        ISymbol definition = type.OriginalDefinition;
        string space = definition.ContainingNamespace is { IsGlobalNamespace: false } named ? named.ToDisplayString() + "." : "";
        return space + definition.MetadataName;
    }
}
