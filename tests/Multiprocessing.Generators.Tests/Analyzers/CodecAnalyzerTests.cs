namespace Multiprocessing.Generators.Tests.Analyzers;

public class CodecAnalyzerTests
{
    [Theory]
    [InlineData("record Item(int[,] Fields);", "Item travels by reflection, without generated code: int[,] has several dimensions; an array of arrays, or one with its width beside it, has generated code")]
    [InlineData("class Item : List<int>;", "Item travels by reflection, without generated code: Item is a collection, or derives from a type of .NET; hold a List or an array in a record")]
    [InlineData("abstract record Item;", "Item travels by reflection, without generated code: Item is abstract, and names no classes that may come in its place, as [DerivedTypeShape] does")]
    [InlineData("file record Item(int Number);", "Item travels by reflection, without generated code: Item cannot be named by code of another file; make it, and the types that it is declared in, internal or public")]
    [InlineData("record Item(List<Inner> All); class Inner { public int Number { get; } }", "Item travels by reflection, without generated code: Inner has the member Number, which nothing can set when it is read; give it a setter or a parameter of the constructor of the same name and type")]
    [InlineData("record Item(int Number) { public Item(string text) : this(text.Length) { } }", null)]
    [InlineData("record Item(Dictionary<string, (int, DateTime?)> All);", null)]
    public async Task Item_WithoutGeneratedCode_IsToldWithTheReason(string declared, string? message)
    {
        var program = new CompiledProgram($$"""
            using var queue = InterprocessQueue.Create<{{(message is null ? "Item" : "[|Item|]")}}>();
            {{declared}}
            """);
        Assert.Equal(message is null ? [] : [message], await program.AssertFindsAsync("MP0004"));
    }

    [Fact]
    public async Task SharedInterface_WithSuchAType_IsToldOnce()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            Console.WriteLine();

            [Shared]
            public interface [|IBoard|]
            {
                int[,] Read();
                void Write(int[,] fields);
                int Count { get; }
            }
            """).AssertFindsAsync("MP0004");
        Assert.Contains("int[,] has several dimensions", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenericCode_WhoseTypeIsNotKnown_IsLeftAlone() => await new CompiledProgram("""
        Make<int>().Dispose();
        static InterprocessQueue<(T, T[])> Make<T>() => InterprocessQueue.Create<(T, T[])>();
        """).AssertFindsAsync("MP0004");
}
