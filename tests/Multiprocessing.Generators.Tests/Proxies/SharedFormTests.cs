using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Proxies;

namespace Multiprocessing.Generators.Tests.Proxies;

/// <summary>Generic shared interfaces: each closed form that a program names is written out; and interfaces of others that an assembly shares.</summary>
public class SharedFormTests
{
    private const string Shelf = """
        [Shared] public interface IShelf<T> { int Count { get; } T Take(); }
        public record Book(string Title);

        """;

    [Theory]
    [InlineData("class C { IShelf<Book> _shelf = null!; }", "IShelf_Of_Book")]
    [InlineData("class C { Factory<IShelf<Book>, string> _factory = new(\"x\"); }", "IShelf_Of_Book")]
    [InlineData("class C { void M(Manager m) => m.Get<IShelf<int[]>>(\"x\"); }", "IShelf_Of_int_Array")]
    [InlineData("[Shared] public interface ICase { ValueTask<IShelf<(int, Book)>> FindAsync(); }", "IShelf_Of__Tuple_int_And_Book")]
    [InlineData("[Shared] public interface ICase<T> { IShelf<T> Shelf { get; } } class C { ICase<long> _case = null!; }", "ICase_Of_long IShelf_Of_long")]
    [InlineData("[Shared] public interface ICase<T> : IShelf<T> { } class C { ICase<Book> _case = null!; }", "ICase_Of_Book")]
    [InlineData("static class Cases { public static IShelf<T> Open<T>(string name) => null!; } class C { object M() => Cases.Open<Book>(\"x\"); }", "IShelf_Of_Book")]
    [InlineData("class C<T> { IShelf<T> _open = null!; }", "")]
    [InlineData("class C { IShelf<IShelf<int>> _shelves = null!; }", "IShelf_Of_IShelf_Of_int IShelf_Of_int")]
    public async Task Form_ThatIsNamed_IsWrittenOnce(string use, string forms)
    {
        var program = new CompiledProgram($"Console.WriteLine();\n{Shelf}{use}");
        Assert.Empty(await program.AnalyzeAsync());
        Assert.Equal(
            forms.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Files(program).Where(static name => name.Contains("_In_Program", StringComparison.Ordinal)).Select(static name => name[..name.IndexOf("_In_Program", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("class C { class Hidden; [|IShelf<Hidden>|] _shelf = null!; }", "IShelf<Hidden> cannot be shared: its proxy could not name one of its type arguments; make it internal or public", "MP0010")]
    [InlineData("[Shared] public interface IChain<T> { IChain<List<T>> Next(); } class C { [|IChain<int>|] _chain = null!; }", "more than 8 deep", "MP0010")]
    [InlineData("class C { [|IShelf<object>|] _shelf = null!; }", "its result is object: object cannot travel", "MP0011")]
    public async Task Form_ThatCannotBeShared_IsRefusedWhereItIsNamed(string use, string message, string id)
    {
        IReadOnlyList<string> messages = await new CompiledProgram($"Console.WriteLine();\n{Shelf}{use}").AssertFindsAsync(id);
        Assert.Contains(message, Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interface_OfAnother_IsSharedByTheAssembly()
    {
        var program = new CompiledProgram("""
            [assembly: SharedInterface(typeof(Vendor.IClock))]
            [assembly: SharedInterface(typeof(Vendor.IStore<>))]
            [assembly: SharedInterface(typeof(Vendor.IStore<string>))]
            Console.WriteLine();
            namespace Vendor
            {
                public interface IClock { long Now(); }
                public interface IStore<T> { T Load(); IClock Clock { get; } }
            }
            [Shared] public interface ICase { Vendor.IClock Clock { get; } Vendor.IStore<int> Store { get; } }
            """);
        Assert.Empty(await program.AnalyzeAsync());
        IReadOnlyList<string> files = [.. Files(program)];
        Assert.Equal(4, files.Count);
        string text = program.Generate().Generated.SyntaxTrees.Single(static tree => tree.FilePath.EndsWith("ICase.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Contains("InvokeReference<global::Vendor.IClock>", text, StringComparison.Ordinal);
        Assert.Contains("InvokeReference<global::Vendor.IStore<int>>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_WhenSomethingElseChanges_GivesWhatItGaveBefore()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Compilation before = new CompiledProgram($"Console.WriteLine();\n{Shelf}class C {{ IShelf<Book> _shelf = null!; }}").Compilation;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SharedInterfaceGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true),
            parseOptions: (CSharpParseOptions)before.SyntaxTrees.First().Options).RunGenerators(before, token);
        Compilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { }", (CSharpParseOptions)before.SyntaxTrees.First().Options, cancellationToken: token));
        GeneratorRunResult result = driver.RunGenerators(after, token).GetRunResult().Results.Single();
        Assert.All(result.TrackedSteps[SharedInterfaceGenerator.FormsStep].SelectMany(static step => step.Outputs), static output =>
            Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    private static IEnumerable<string> Files(CompiledProgram program) => program.Generate().Generated.SyntaxTrees
        .Select(static tree => Path.GetFileName(tree.FilePath)).Where(static name => name.EndsWith(".g.cs", StringComparison.Ordinal));
}
