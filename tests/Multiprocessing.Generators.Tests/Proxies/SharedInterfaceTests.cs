using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Proxies;

namespace Multiprocessing.Generators.Tests.Proxies;

/// <summary>What is made of a shared interface compiles, and reads as the snapshots say.</summary>
public class SharedInterfaceTests
{
    private const string Update = "MP_WRITE_SNAPSHOTS";

    public static TheoryData<string, string> Features => new()
    {
        { "Methods", "void Add(string sku, int n = 1); void Add(string sku, string note); int Total(params int[] numbers);" },
        { "Async", "Task PingAsync(); ValueTask StopAsync(CancellationToken ct = default); Task<int> CountAsync(string sku, CancellationToken ct = default); ValueTask<string?> NameAsync();" },
        { "Properties", "int Count { get; } string? Title { get; set; } double Limit { set; } int this[string sku, int row] { get; set; }" },
        { "References", "IThing Clone(); ValueTask<IThing?> FindAsync(string name); int Weigh(IThing other, IThing? more = null);" },
        { "Within", "IReadOnlyList<IThing> All(); (int, IThing?) Pair(); Dictionary<string, IThing> Map(IThing?[] places); Task<IReadOnlyList<IThing>> AllAsync(List<(string, IThing)> pairs); IAsyncEnumerable<IThing> WatchAsync(); int Sum(ReadOnlySpan<IThing> things);" },
        { "OutAndRef", "bool TryGet(string sku, out int n); void Swap(ref int a, ref int b); int Look(in DateTime when); IThing Take(out string name);" },
        { "Collections", "IEnumerable<string> Skus(); Task<IReadOnlyList<int>> AllAsync(); void Put(ICollection<int> items); long Sum(ReadOnlySpan<int> numbers); List<int> Plain(); Dictionary<string, int[]> Map();" },
        { "Streams", "IAsyncEnumerable<int> CountAsync(string call, CancellationToken ct = default); IAsyncEnumerable<string?> Latest { get; } Task<IAsyncEnumerable<int>> LaterAsync(); ValueTask<long> SumAsync(IAsyncEnumerable<int> numbers); IEnumerator<int> Walk(); void Take(IEnumerator<int> numbers, out int n);" },
        { "Callbacks", "int Apply(Func<int, string?> call); Task<int> ApplyAsync(Func<DateTime, Task<int>>? function, IProgress<double> progress); Action<IThing> Keep(Node? node); public delegate Node? Node(Node inner, ref int depth);" },
        { "Events", "event Action Emptied; event EventHandler? Opened; event EventHandler<string> Changed; event Action<int, string?> Moved;" },
        { "Bytes", "long Sum(Stream data); Task ImportAsync(Stream data, IProgress<double>? progress, CancellationToken ct = default); Stream Open(string name); void Keep([Retained] Stream? log); IAsyncEnumerable<int> ParseAsync([Retained] Stream data);" },
        { "Undo", "[UndoneBy(nameof(Return))] ValueTask<(long Ticket, string Name)> TakeAsync(CancellationToken ct = default); void Return((long Ticket, string Name) taken); [UndoneBy(\"StopAsync\")] int Start(); Task StopAsync(int run);" },
        { "Names", "int @class(int @event, string call, string target, string reply); void Invoke(int result);" },
        { "DefaultBodies", "int Count { get; } int Doubled() => Count * 2; static int Helper() => 3; private int Hidden() => 4; sealed int Fixed() => 5;" },
    };

    [Theory]
    [MemberData(nameof(Features))]
    public async Task File_OfAnInterface_IsAsTheSnapshot(string name, string members)
    {
        var program = new CompiledProgram($"Console.WriteLine();\n[Shared] public interface IThing {{ {members} }}");
        Assert.Empty(await program.AnalyzeAsync());
        string text = Assert.Single(program.Generate().Generated.SyntaxTrees, static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToString();
        string path = Path.Combine(SnapshotFolder(), name + ".txt");
        if (Environment.GetEnvironmentVariable(Update) == "1") await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path), $"There is no snapshot {path}; run the test with {Update}=1 and look at what it writes.");
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    [Fact]
    public async Task Interface_InANamespaceThatInherits_HasAllMembers()
    {
        var program = new CompiledProgram("""
            Console.WriteLine();
            namespace Shop.Stock
            {
                public interface IReader { int Count { get; } string Name(); }
                public interface IOther { string Name(); }
                [Shared("stock")] internal interface IStock : IReader, IOther, IDisposable, IAsyncDisposable { void Add(int n); }
                public static class Outer { [Shared] public interface INested { void Go(); } }
            }
            """);
        Assert.Empty(await program.AnalyzeAsync());
        Assert.Equal(2, program.Generate().Generated.SyntaxTrees.Count(static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("void [|Run|]<T>(T value);", "IThing.Run cannot be called from another process: its type arguments are known only when it is called; declare a method for each type")]
    [InlineData("ref int [|At|](int index);", "IThing.At cannot be called from another process: it returns a reference into the object's memory, which is another process's; return the value")]
    [InlineData("Task<int> [|TakeAsync|](out int left);", "IThing.TakeAsync cannot be called from another process: its parameter 'left' is out, which an asynchronous result cannot set; return a tuple")]
    [InlineData("int [|Size|] { get; init; }", "IThing.Size cannot be called from another process: an init accessor runs while the object is made, which is not here; use set, or an argument of the factory")]
    [InlineData("void [|Put|](object value);", "IThing.Put cannot be called from another process: its parameter 'value' is object: object cannot travel: what it holds is known only when it runs; declare the type")]
    [InlineData("dynamic [|Get|]();", "IThing.Get cannot be called from another process: its result is dynamic: what it holds is known only when it runs; declare the type")]
    [InlineData("void [|On|](Delegate done);", "IThing.On cannot be called from another process: its parameter 'done' is Delegate: Delegate cannot travel: code does not travel; pass data, and name the method as the child's entry point")]
    [InlineData("void [|On|](Action<int, object, int> done);", "IThing.On cannot be called from another process: its parameter 'done' is Action<int, object, int>: its parameter 'arg2' is object: object cannot travel: what it holds is known only when it runs; declare the type")]
    [InlineData("IProgress<int> [|Get|]();", "IThing.Get cannot be called from another process: its result is IProgress<int>, which hears of the progress of a call; make it a parameter of that call")]
    [InlineData("IAsyncEnumerable<int> [|ParseAsync|](Stream data);", "IThing.ParseAsync cannot be called from another process: its parameter 'data' is lent to the call that begins the stream, which ends before it; mark it with [Retained]")]
    [InlineData("Span<byte> [|Part|]();", "IThing.Part cannot be called from another process: its result is Span<byte>: it lives on the stack of one thread; use ReadOnlySpan<T> as a parameter, or an array")]
    [InlineData("event Func<int> [|Changed|];", "IThing.Changed cannot be called from another process: its handlers give something back, and whoever raises it waits for no other process; use a delegate without result, ref, in and span parameters")]
    [InlineData("IAsyncEnumerable<int> [|WatchAsync|](ReadOnlySpan<int> numbers);", "IThing.WatchAsync cannot be called from another process: its parameter 'numbers' is gone when the stream begins; pass it by value, a span as an array")]
    [InlineData("IAsyncEnumerable<object> [|WatchAsync|]();", "IThing.WatchAsync cannot be called from another process: its result is IAsyncEnumerable<object>: object cannot travel: what it holds is known only when it runs; declare the type")]
    [InlineData("static abstract int [|Make|]();", "IThing.Make cannot be called from another process: it is static and belongs to no object; make it an instance member")]
    [InlineData("[UndoneBy(\"Give\")] int [|Take|](); void Give(long ticket);", "IThing.Take cannot be called from another process: the interface has no method 'Give' that takes System.Int32 and returns nothing, so that it could undo it; declare one")]
    [InlineData("[UndoneBy(\"Give\")] bool [|TryTake|](out int ticket); void Give(bool taken);", "IThing.TryTake cannot be called from another process: what undoes it, 'Give', is called with its result alone, which must be a value; return one, and nothing by out or ref")]
    [InlineData("[UndoneBy(\"Close\")] IThing [|Open|](); void Close(IThing opened);", "IThing.Open cannot be called from another process: what undoes it, 'Close', is called with its result alone, which must be a value; return one, and nothing by out or ref")]
    public async Task Member_ThatCannotBeExported_IsRefusedWhereItStands(string member, string message)
    {
        IReadOnlyList<string> messages = await new CompiledProgram($"Console.WriteLine();\n[Shared] public interface IThing {{ {member} }}").AssertFindsAsync("MP0011");
        Assert.Equal(message, Assert.Single(messages));
    }

    [Theory]
    [InlineData("public class Outer<T> { [Shared] public interface [|IThing|] { void Go(); } }")]
    [InlineData("public class Outer { [Shared] private interface [|IThing|] { void Go(); } }")]
    [InlineData("[Shared] file interface [|IThing|] { void Go(); }")]
    public async Task Interface_ThatCannotBeShared_IsRefused(string declaration) => await new CompiledProgram("Console.WriteLine();\n" + declaration).AssertFindsAsync("MP0010");

    [Fact]
    public void Step_WhenSomethingElseChanges_GivesWhatItGaveBefore()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Compilation before = new CompiledProgram("Console.WriteLine();\n[Shared] public interface IThing { void Go(); }").Compilation;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new SharedInterfaceGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true),
            parseOptions: (CSharpParseOptions)before.SyntaxTrees.First().Options).RunGenerators(before, token);
        Compilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { }", (CSharpParseOptions)before.SyntaxTrees.First().Options, cancellationToken: token));
        GeneratorRunResult result = driver.RunGenerators(after, token).GetRunResult().Results.Single();
        Assert.All(result.TrackedSteps[SharedInterfaceGenerator.FilesStep].SelectMany(static step => step.Outputs), static output =>
            Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    private static string SnapshotFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Snapshots");
}
