using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Repository.Tests.Layers;

/// <summary>Inside the product a folder uses the folders before it, never one behind it.</summary>
public class FolderOrderTests
{
    private static readonly string[] s_order =
        ["Diagnostics", "Serialization", "Memory", "Synchronization", "Data", "Queues", "Connections", "Processes", "Managers"];

    [Fact]
    public void Folder_OfTheProduct_HasAPlaceInTheOrder()
    {
        IEnumerable<string> unknown = Tree.CSharp("src/Multiprocessing").Select(ProductCompilation.FolderOf).OfType<string>().Distinct().Except(s_order);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Folder_OfTheProduct_UsesOnlyFoldersBeforeIt()
    {
        var findings = new Findings($"Inside src/Multiprocessing arrows point down only: {string.Join(" <- ", s_order)}.");
        ILookup<string, int> ranks = Declared();
        foreach (SyntaxTree tree in ProductCompilation.Instance.SyntaxTrees)
        {
            if (ProductCompilation.FolderOf(tree.FilePath) is { } folder)
            {
                Check(tree, Array.IndexOf(s_order, folder), ranks, findings);
            }
        }

        findings.AssertNone();
    }

    // What can be named without naming its owner: types and extension members, each with the places of the folders that declare it.
    private static ILookup<string, int> Declared() => Tree.CSharp("src/Multiprocessing")
        .Where(static file => ProductCompilation.FolderOf(file) is not null)
        .SelectMany(static file => Source.Root(file).DescendantNodes().Select(static node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method when method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true => method.Identifier.Text,
            _ => null,
        }).OfType<string>().Select(name => (Name: name, Rank: Array.IndexOf(s_order, ProductCompilation.FolderOf(file)))))
        .ToLookup(static declared => declared.Name, static declared => declared.Rank);

    private static void Check(SyntaxTree tree, int rank, ILookup<string, int> ranks, Findings findings)
    {
        SemanticModel model = ProductCompilation.Instance.GetSemanticModel(tree);
        // Only a name that a later folder declares is worth asking the compiler for its meaning.
        foreach (SimpleNameSyntax name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => ranks[name.Identifier.Text].Any(other => other > rank)))
        {
            ISymbol? symbol = model.GetSymbolInfo(name, TestContext.Current.CancellationToken).Symbol?.OriginalDefinition;
            string[] folders = symbol is null or INamespaceSymbol
                ? []
                : [.. symbol.DeclaringSyntaxReferences.Select(static reference => ProductCompilation.FolderOf(reference.SyntaxTree.FilePath)).OfType<string>().Distinct()];
            if (folders.Length > 0 && folders.All(other => Array.IndexOf(s_order, other) > rank))
            {
                findings.Add($"{Source.Place(name)}: {s_order[rank]} uses {symbol!.ToDisplayString()} of {string.Join(", ", folders)}");
            }
        }
    }
}
