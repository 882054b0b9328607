using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Generators.Codecs;

namespace Multiprocessing.Generators.Tests.Codecs;

/// <summary>Which types get a codec, and what it looks like. That its bytes are those of the general serializer is seen where both run, in the product's tests.</summary>
public class CodecGeneratorTests
{
    private const string Update = "MP_WRITE_SNAPSHOTS";

    public static TheoryData<string, string, string> Features => new()
    {
        { "Record", "using var queue = InterprocessQueue.Create<Order>();", "record Order(int Number, string? Text, Line? Line, DayOfWeek Day); record struct Line(string Sku, DateTime At);" },
        { "Class", "InterprocessPipe.Create<Item>();", "sealed class Item(int number) { public int Number { get; private set; } = number; public int Twice => Number * 2; public required string @class { get; init; } public List<int> Sizes { get; set; } = []; }" },
        { "Collections", "ChildProcess.Start(static map => map.Count, new Dictionary<string, Line[][]>());", "sealed class Line { public List<string> Tags { get; } = []; public IEnumerable<int> Sizes { get; set; } = []; public double[] Plain { get; set; } = []; }" },
        { "Tuples", "ChildProcess.Start(static pair => pair.Item2, (1, (int?)2));", "" },
        { "Shared", "ChildProcess.Start(static all => all.Gate.Name, new All(null!, null!));", "sealed record All(InterprocessLock Gate, InterprocessQueue<Line> Lines); sealed record Line(int Count);" },
        { "Union", "using var queue = InterprocessQueue.Create<Shape>();", "[PolyType.DerivedTypeShape(typeof(Circle))] abstract record Shape; sealed record Circle(double Radius) : Shape;" },
    };

    [Theory]
    [MemberData(nameof(Features))]
    public async Task Codecs_OfAFeature_AreAsTheSnapshot(string name, string statements, string types)
    {
        string text = Assert.Single(Generate($"{statements}\n{types}"));
        string path = Path.Combine(SnapshotFolder(), name + ".txt");
        if (Environment.GetEnvironmentVariable(Update) == "1") await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path), $"There is no snapshot {path}; run the test with {Update}=1 and look at what it writes.");
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    [Theory]
    [InlineData("using var queue = InterprocessQueue.Create<int>();")]
    [InlineData("using var queue = InterprocessQueue.Create<string>();")]
    [InlineData("using var queue = InterprocessQueue.Create<double[]>();")]
    [InlineData("using var queue = InterprocessQueue.Create<Point>(); record struct Point(int X, DayOfWeek Y);")]
    [InlineData("ChildProcess.Start(static gate => gate.Name, default(InterprocessLock)!);")]
    [InlineData("Console.WriteLine(new Unused(1)); record Unused(int Number);")]
    [InlineData("InterprocessQueue.Create<Order>(); abstract record Order(int Number);")]
    [InlineData("InterprocessQueue.Create<Order>(); record Order(int Number, Outer.Hidden? Hidden); class Outer { public class Hidden { internal Hidden() { } } }")]
    [InlineData("InterprocessQueue.Create<Order>(); sealed class Order { [Nerdbank.MessagePack.Key(3)] public int Number { get; set; } }")]
    [InlineData("InterprocessQueue.Create<Order>(); sealed class Order : List<int>;")]
    [InlineData("InterprocessQueue.Create<Order>(); sealed class Order(int a) { public int B { get; set; } = a; }")]
    [InlineData("InterprocessQueue.Create<Order>(); sealed class Order { public int Lost { get; private set; } }")]
    [InlineData("static void Make<T>() => InterprocessQueue.Create<T>(); Make<Order>(); record Order(string Number);")]
    public void Type_ThatNeedsNone_OrIsLeftToTheGeneralSerializer_GetsNoCodec(string source) => Assert.Empty(Generate(source));

    [Theory]
    [InlineData("static void Make<T>() => InterprocessQueue.Create<T>(); Make<Order>();", "[assembly: Message(typeof(Order))]")]
    [InlineData("static void Use(InterprocessQueue<Order> queue) => queue.Take(); Use(null!);", "")]
    [InlineData("static void Use(PipeEnd<Order> end) => end.Dispose(); Use(null!);", "")]
    [InlineData("Console.WriteLine();", "", "[Shared] public interface IShop { void Put(Order order); }")]
    [InlineData("Console.WriteLine();", "", "[Shared] public interface IShop { Task<Order?> FindAsync(string name); }")]
    [InlineData("Console.WriteLine();", "", "[Shared] public interface IShop { Order this[int index] { get; } }")]
    [InlineData("ChildProcess.Start(static () => new Order(\"x\"));", "")]
    [InlineData("ChildProcess.StartMany(2, Work, new Order(\"x\")); static void Work(Order order) { }", "")]
    public void Type_ThatTravels_GetsACodec(string statements, string attribute, string types = "") =>
        Assert.Contains("typeof(global::Order)", Assert.Single(Generate($"{attribute}\n{statements}\n{types}\npublic record Order(string Number);")), StringComparison.Ordinal);

    [Fact]
    public void Messages_AfterAnEditElsewhere_AreNotWrittenAnew()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        CSharpCompilation before = new CompiledProgram("using var queue = InterprocessQueue.Create<Order>(); queue.Put(new Order(\"x\", null)); record Order(string Number, List<Order>? More);").Compilation;
        var options = (CSharpParseOptions)before.SyntaxTrees[0].Options;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new CodecGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true),
            parseOptions: options).RunGenerators(before, token);
        Compilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { static void Do() => System.GC.Collect(); }", options, cancellationToken: token));
        GeneratorRunResult result = driver.RunGenerators(after, token).GetRunResult().Results.Single();
        Assert.Single(result.GeneratedSources);
        Assert.All(result.TrackedSteps[CodecGenerator.MessagesStep].SelectMany(static step => step.Outputs), static output =>
            Assert.True(output.Reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached));
        Assert.All(result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static step => step.Outputs), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    /// <summary>The generated files; the program must compile with them.</summary>
    private static string[] Generate(string source)
    {
        CSharpCompilation program = new CompiledProgram(source).Compilation;
        CSharpGeneratorDriver.Create([new CodecGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)program.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(program, out Compilation generated, out _, TestContext.Current.CancellationToken);
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return [.. generated.SyntaxTrees.Skip(program.SyntaxTrees.Length).Select(static tree => tree.ToString())];
    }

    private static string SnapshotFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Snapshots");
}
