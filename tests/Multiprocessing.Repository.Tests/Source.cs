using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Multiprocessing.Repository.Tests;

/// <summary>Parsed C# files, each parsed once for all tests.</summary>
internal static class Source
{
    private static readonly ConcurrentDictionary<string, SyntaxTree> s_trees = new(StringComparer.Ordinal);

    /// <summary>Everything that is written by hand in C#.</summary>
    public static readonly string[] Everywhere = ["src", "tests", "samples", "benchmarks", "tools"];

    /// <summary>How the files are parsed: the language of the repository, documentation comments included.</summary>
    public static CSharpParseOptions Options { get; } = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14)
        .WithDocumentationMode(DocumentationMode.Parse).WithPreprocessorSymbols("FAULT_POINTS", "DEBUG", "NET", "NET10_0", "NET10_0_OR_GREATER");

    /// <summary>The syntax tree of a tracked file.</summary>
    public static SyntaxTree Parse(string file) => s_trees.GetOrAdd(file, static path => CSharpSyntaxTree.ParseText(Tree.Read(path), Options, path));

    /// <summary>The root of a tracked file's syntax tree.</summary>
    public static CompilationUnitSyntax Root(string file) => (CompilationUnitSyntax)Parse(file).GetRoot();

    /// <summary>How many lines a node takes, without the trivia around it.</summary>
    public static int Lines(SyntaxNode node)
    {
        FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    /// <summary>The file and line of a node, as people quote it.</summary>
    public static string Place(SyntaxNodeOrToken node) => Place(node.GetLocation()!);

    /// <summary>The file and line of a location, as people quote it.</summary>
    public static string Place(Location location) => $"{location.SourceTree!.FilePath}:{location.GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>The types declared at the top of a file, delegates and enumerations included.</summary>
    public static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(string file) => Root(file).DescendantNodes(static node => node
        is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>().Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>The name of a type declaration, without its type parameters.</summary>
    public static string NameOf(MemberDeclarationSyntax type) => type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;
}
