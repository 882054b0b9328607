using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Multiprocessing.Generators.Proxies.Reading;

namespace Multiprocessing.Generators.Proxies.Forms;

/// <summary>
/// Finds the closed forms of generic shared interfaces that a program names: <c>IShelf&lt;Book&gt;</c> in a signature, a declaration or as a type argument, and in the signature of a generic method that is
/// called by its full name.
/// </summary>
internal static class FormFinder
{
    // Names that stand everywhere and are never shared: looking at each would cost more than all the rest.
    private static readonly HashSet<string> s_common =
    [
        "List", "Dictionary", "HashSet", "Queue", "Stack", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "IReadOnlyDictionary", "ICollection", "IList", "IDictionary", "KeyValuePair", "Task",
        "ValueTask", "Action", "Func", "Span", "ReadOnlySpan", "Memory", "ReadOnlyMemory", "Nullable", "IEquatable", "IComparable", "IEqualityComparer", "IComparer", "ImmutableArray", "ConcurrentDictionary",
        "Lazy", "TheoryData", "TaskCompletionSource", "EventHandler", "IAsyncEnumerable", "ArrayPool", "EqualityComparer", "Comparer",
    ];

    internal static bool MayName(SyntaxNode node) => node is GenericNameSyntax name && !s_common.Contains(name.Identifier.ValueText);

    internal static IEnumerable<INamedTypeSymbol> Find(SyntaxNode node, SemanticModel model, SharedTypes shared, CancellationToken token) => model.GetSymbolInfo(node, token).Symbol switch
    {
        INamedTypeSymbol type => shared.FormsIn(type).Take(1).Where(form => SymbolEqualityComparer.Default.Equals(form, type)),
        IMethodSymbol method => method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).SelectMany(shared.FormsIn),
        _ => [],
    };
}
