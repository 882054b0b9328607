using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Multiprocessing.Repository.Tests.Docs;

/// <summary>
/// A block of C# in a page. A comment right before it may hold lines that the compiler needs besides what the reader sees:
/// <c>&lt;!-- given: using var queue = InterprocessQueue.Create&lt;int&gt;(); --&gt;</c>. A block that begins with <c>// not compiled: reason</c> is not compiled.
/// </summary>
internal sealed partial record Snippet(string Page, int Line, string Given, string Code)
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

    /// <summary>All blocks of the pages that users read.</summary>
    public static IEnumerable<Snippet> All => Tree.Files.Where(static file => (file == "README.md" || file.StartsWith("docs/", StringComparison.Ordinal)) && file.EndsWith(".md", StringComparison.Ordinal)).SelectMany(Of);

    /// <summary>Whether the block says that it is not compiled, and why.</summary>
    public bool IsExempt => Code.StartsWith("// not compiled: ", StringComparison.Ordinal);

    /// <summary>What the compiler holds against the block: errors, each with its line in the page.</summary>
    public IEnumerable<string> Errors()
    {
        // Using directives come before everything, the lines that are given included.
        string[] lines = Code.Split('\n');
        string directives = string.Join('\n', lines.Where(static line => DirectivePattern().IsMatch(line)));
        string body = string.Join('\n', lines.Select(static line => DirectivePattern().IsMatch(line) ? "" : line));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"{directives}\n{Given}\n#line {Line} \"{Page}\"\n{body}\n", Source.Options, Page);
        SyntaxTree usings = CSharpSyntaxTree.ParseText(ImplicitUsings, Source.Options);
        return CSharpCompilation.Create("Snippet", [tree, usings], References.All(), options).GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(static diagnostic => (diagnostic.Id, Text: diagnostic.GetMessage(CultureInfo.InvariantCulture), Span: diagnostic.Location.GetMappedLineSpan()))
            .Select(static error => $"{error.Span.Path}:{error.Span.StartLinePosition.Line + 1}: {error.Id} {error.Text}");
    }

    private static IEnumerable<Snippet> Of(string page)
    {
        string text = Tree.Read(page);
        foreach (Match match in BlockPattern().Matches(text))
        {
            Group code = match.Groups["code"];
            yield return new Snippet(page, text[..code.Index].Count(static c => c == '\n') + 1, match.Groups["given"].Value.Trim(), code.Value);
        }
    }

    [GeneratedRegex(@"(?:<!-- given:(?<given>(?:(?!-->).)*)-->\s*)?^```csharp[ \t]*\n(?<code>.*?)^```[ \t]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"^\s*using\s+(static\s+)?[\w.]+\s*;")]
    private static partial Regex DirectivePattern();
}
