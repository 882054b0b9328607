using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Multiprocessing.Generators.Analyzers;
using Multiprocessing.Generators.Proxies;

namespace Multiprocessing.Generators.Tests;

/// <summary>A program in a string, compiled against the product, with places marked as <c>[|here|]</c>.</summary>
internal sealed class CompiledProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Multiprocessing;
        """;

    private static readonly CSharpParseOptions s_options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is not "Multiprocessing.Generators.Tests.dll" and not "Multiprocessing.Generators.dll")
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new EntryPointAnalyzer(), new MessageAnalyzer(), new ElementAnalyzer(), new CodecAnalyzer()];

    private readonly List<TextSpan> _marks = [];

    internal CompiledProgram(string source)
    {
        string text = Unmark(source);
        Compilation = CSharpCompilation.Create(
            "Program",
            [CSharpSyntaxTree.ParseText(text, s_options, "Program.cs"), CSharpSyntaxTree.ParseText(ImplicitUsings, s_options, "Usings.cs")],
            s_references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    internal CSharpCompilation Compilation { get; }

    /// <summary>The marked places, in order.</summary>
    internal IReadOnlyList<TextSpan> Marks => _marks;

    /// <summary>What the analyzers say, in order; a program that does not compile fails the test.</summary>
    internal async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.Empty(Errors(Compilation));
        (Compilation generated, IReadOnlyList<Diagnostic> refused) = Generate();
        if (refused.Count == 0) Assert.Empty(Errors(generated));
        ImmutableArray<Diagnostic> found = await generated.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync(token);
        return [.. found.Concat(refused).OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The program with what the generators add, and what they refuse.</summary>
    internal (Compilation Generated, IReadOnlyList<Diagnostic> Refused) Generate()
    {
        CSharpGeneratorDriver.Create([new SharedInterfaceGenerator().AsSourceGenerator()], parseOptions: s_options)
            .RunGeneratorsAndUpdateCompilation(Compilation, out Compilation generated, out ImmutableArray<Diagnostic> refused, TestContext.Current.CancellationToken);
        return (generated, refused);
    }

    private static IEnumerable<string> Errors(Compilation compilation) => compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.ToString());

    /// <summary>Asserts that the marked places, and no others, are found with the id, and gives the messages.</summary>
    internal async Task<IReadOnlyList<string>> AssertFindsAsync(string id)
    {
        IReadOnlyList<Diagnostic> found = await AnalyzeAsync();
        Assert.Equal(Marks.Select(mark => (id, Text(mark))), found.Select(diagnostic => (diagnostic.Id, Text(diagnostic.Location.SourceSpan))));
        return [.. found.Select(static diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))];
    }

    private string Text(TextSpan span) => Compilation.SyntaxTrees[0].GetText(TestContext.Current.CancellationToken).ToString(span);

    private string Unmark(string source)
    {
        string text = source;
        for (int start = text.IndexOf("[|", StringComparison.Ordinal); start >= 0; start = text.IndexOf("[|", StringComparison.Ordinal))
        {
            int end = text.IndexOf("|]", start, StringComparison.Ordinal) - 2;
            text = text.Remove(start, 2).Remove(end, 2);
            _marks.Add(TextSpan.FromBounds(start, end));
        }

        return text;
    }
}
