using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Multiprocessing.CodeFixes;

namespace Multiprocessing.Generators.Tests.CodeFixes;

public class PassCapturedAsArgumentsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ChildProcess.Start(() => Console.WriteLine(limit));", "ChildProcess.Start(static (limit) => Console.WriteLine(limit), limit);")]
    [InlineData("ChildProcess.Start(() => limit + other.Length);", "ChildProcess.Start(static (limit, other) => limit + other.Length, limit, other);")]
    [InlineData("ChildProcess.Start(n => n + limit, 4);", "ChildProcess.Start(static (n, limit) => n + limit, 4, limit);")]
    [InlineData("ChildProcess.Start((int n) => n + limit, 4);", "ChildProcess.Start(static (int n, int limit) => n + limit, 4, limit);")]
    [InlineData("ChildProcess.Start(async () => { await Task.Yield(); Console.WriteLine(limit); });", "ChildProcess.Start(static async (limit) => { await Task.Yield(); Console.WriteLine(limit); }, limit);")]
    [InlineData("ChildProcess.Start((CancellationToken stop) => Console.WriteLine(limit));", "ChildProcess.Start(static (int limit, CancellationToken stop) => Console.WriteLine(limit), limit);")]
    [InlineData("ChildProcess.Start(() => limit, new ChildOptions { Name = \"n\" });", "ChildProcess.Start(static (limit) => limit, limit, new ChildOptions { Name = \"n\" });")]
    [InlineData("ChildProcess.StartMany(2, () => Console.WriteLine(limit));", "ChildProcess.StartMany(2, static (limit) => Console.WriteLine(limit), limit);")]
    [InlineData("(await WarmHosts.StartAsync(1)).Start(() => Console.WriteLine(limit));", "(await WarmHosts.StartAsync(1)).Start(static (limit) => Console.WriteLine(limit), limit);")]
    public async Task Fix_CapturedVariables_BecomeArguments(string call, string wanted)
    {
        const string Declared = "int limit = 3; string other = \"x\"; Console.WriteLine(limit + other);\n";
        (string text, IReadOnlyList<string> errors) = await FixAsync(Declared + call) ?? throw new InvalidOperationException("No fix was offered.");
        Assert.Equal(Declared + wanted, text);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("int limit = 3; ChildProcess.Start(() => { limit++; });")]
    [InlineData("int limit = 3; ChildProcess.Start(delegate { Console.WriteLine(limit); });")]
    [InlineData("int a = 1, b = 2, c = 3, d = 4, e = 5; ChildProcess.Start(() => a + b + c + d + e);")]
    [InlineData("int limit = 3; ChildProcess.Start(() => Print()); void Print() => Console.WriteLine(limit);")]
    [InlineData("new Shop().Open(); class Shop { int _n = 1; public void Open() => ChildProcess.Start(() => Console.WriteLine(_n)); }")]
    public async Task Fix_ThatWouldMeanSomethingElse_IsNotOffered(string source) => Assert.Null(await FixAsync(source));

    /// <summary>The program after the fix, and what is wrong with it; null where none was offered.</summary>
    private static async Task<(string Text, IReadOnlyList<string> Errors)?> FixAsync(string source)
    {
        var program = new CompiledProgram(source);
        Diagnostic found = Assert.Single(await program.AnalyzeAsync());
        using var workspace = new AdhocWorkspace();
        ProjectInfo info = ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Program", "Program", LanguageNames.CSharp, parseOptions: program.Compilation.SyntaxTrees[0].Options, compilationOptions: program.Compilation.Options, metadataReferences: program.Compilation.References);
        Project project = workspace.AddProject(info);
        project = project.AddDocument("Usings.cs", await program.Compilation.SyntaxTrees[1].GetTextAsync(Token)).Project;
        Document document = project.AddDocument("Program.cs", SourceText.From(source));
        var offered = new List<CodeAction>();
        await new PassCapturedAsArgumentsFix().RegisterCodeFixesAsync(new CodeFixContext(document, found.Location.SourceSpan, [found], (action, _) => offered.Add(action), Token));
        if (offered.Count == 0) return null;
        ApplyChangesOperation change = Assert.Single((await Assert.Single(offered).GetOperationsAsync(Token)).OfType<ApplyChangesOperation>());
        Document changed = change.ChangedSolution.GetDocument(document.Id)!;
        Compilation compilation = (await changed.Project.GetCompilationAsync(Token))!;
        return ((await changed.GetTextAsync(Token)).ToString(), [.. compilation.GetDiagnostics(Token).Where(static one => one.Severity == DiagnosticSeverity.Error).Select(static one => one.ToString())]);
    }
}
