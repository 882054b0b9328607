using Microsoft.CodeAnalysis;
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
        foreach (SyntaxTree tree in ProductCompilation.Instance.SyntaxTrees)
        {
            if (ProductCompilation.FolderOf(tree.FilePath) is { } folder)
            {
                Check(tree, Array.IndexOf(s_order, folder), findings);
            }
        }

        findings.AssertNone();
    }

    private static void Check(SyntaxTree tree, int rank, Findings findings)
    {
        SemanticModel model = ProductCompilation.Instance.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
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
