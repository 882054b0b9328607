namespace Multiprocessing.Generators.Tests.Analyzers;

public class EntryPointAnalyzerTests
{
    [Fact]
    public async Task Lambda_ThatCapturesALocal_IsRefusedWithItsName()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            int limit = 3;
            ChildProcess.Start([|() => Console.WriteLine(limit)|]);
            """).AssertFindsAsync("MP0001");
        Assert.Equal("The entry point captures 'limit', which does not exist in the child process; pass it as an argument: static (limit) => ..., limit", Assert.Single(messages));
    }

    [Fact]
    public async Task Lambda_ThatCapturesSeveral_IsRefusedWithAllNames()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            int limit = 3;
            Run("texts");
            void Run(string folder) => ChildProcess.Start([|n => Console.WriteLine(folder + limit + n)|], 4);
            """).AssertFindsAsync("MP0001");
        Assert.Equal("The entry point captures 'folder', 'limit', which does not exist in the child process; pass them as arguments: static (folder, limit) => ..., folder, limit", Assert.Single(messages));
    }

    [Fact]
    public async Task Lambda_ThatUsesAField_IsRefusedForThis()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            new Shop().Open();
            class Shop
            {
                private int _orders;
                public void Open() => ChildProcess.Start([|() => Console.WriteLine(_orders)|]);
            }
            """).AssertFindsAsync("MP0001");
        Assert.Equal("The entry point captures 'this', which does not exist in the child process; pass the members it uses as arguments", Assert.Single(messages));
    }

    [Theory]
    [InlineData("ChildProcess.StartMany(2, [|() => Console.WriteLine(limit)|]);")]
    [InlineData("ChildProcess.Start([|async () => { await Task.Yield(); Console.WriteLine(limit); }|]);")]
    [InlineData("ChildProcess.Start([|() => limit|]);")]
    [InlineData("ChildProcess.Start([|delegate { Console.WriteLine(limit); }|]);")]
    [InlineData("ChildProcess.Start((Action)([|() => Console.WriteLine(limit)|]));")]
    [InlineData("ChildProcess.Start(new Action([|() => Console.WriteLine(limit)|]));")]
    [InlineData("ChildProcess.Start(limit > 1 ? (Action)([|() => Console.WriteLine(limit)|]) : static () => { });")]
    [InlineData("ChildProcess.Start([|() => { Action inner = () => Console.WriteLine(limit); inner(); }|]);")]
    [InlineData("(await WarmHosts.StartAsync(1)).Start([|() => Console.WriteLine(limit)|]);")]
    public async Task Lambda_ThatCaptures_IsRefusedInEveryForm(string call) => await new CompiledProgram("int limit = 3;\n" + call).AssertFindsAsync("MP0001");

    [Theory]
    [InlineData("ChildProcess.Start(static n => Console.WriteLine(n), limit);")]
    [InlineData("ChildProcess.Start(n => Console.WriteLine(n), limit);")]
    [InlineData("ChildProcess.Start(() => { int own = 3; Action inner = () => Console.WriteLine(own); inner(); });")]
    [InlineData("const int Most = 3; ChildProcess.Start(() => Console.WriteLine(Most));")]
    [InlineData("ChildProcess.Start(() => Console.WriteLine(Environment.ProcessId));")]
    [InlineData("ChildProcess.Start(() => Console.WriteLine(nameof(limit)));")]
    [InlineData("string[] texts = []; ChildProcess.Start(() => Console.WriteLine(nameof(texts.Length)));")]
    [InlineData("ChildProcess.Start(() => { foreach (var item in new[] { 1 }) { if (item is int x) Console.WriteLine(x); } });")]
    [InlineData("ChildProcess.Start(() => { Own(); static void Own() { } });")]
    [InlineData("ChildProcess.Start(GC.Collect);")]
    [InlineData("ChildProcess.Start(() => { var made = new { limit = 1 }; Console.WriteLine(made.limit); });")]
    [InlineData("ChildProcess.Start(() => Console.WriteLine(new Exception { Source = \"x\" }.Source));")]
    [InlineData("Action known = () => Console.WriteLine(limit); known();")]
    public async Task EntryPoint_ThatCapturesNothing_IsAccepted(string call) => await new CompiledProgram("int limit = 3; _ = limit;\n" + call).AssertFindsAsync("MP0001");

    [Fact]
    public async Task MethodGroup_OfAnObject_IsRefused()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            var shop = new Shop();
            ChildProcess.Start([|shop.Open|]);
            shop.Start();
            class Shop
            {
                public void Open() { }
                public void Start() => ChildProcess.Start([|Open|]);
            }
            """).AssertFindsAsync("MP0001");
        Assert.Equal(
            [
                "The entry point captures 'shop', which does not exist in the child process; make 'Open' static and pass what it needs as an argument",
                "The entry point captures 'this', which does not exist in the child process; make 'Open' static and pass what it needs as an argument",
            ],
            messages);
    }

    [Fact]
    public async Task MethodGroup_OfAnExtension_IsRefused() => await new CompiledProgram("""
        string text = "x";
        ChildProcess.Start([|text.Print|]);
        static class Texts { public static void Print(this string text) => Console.WriteLine(text); }
        """).AssertFindsAsync("MP0001");

    [Fact]
    public async Task LocalFunction_ThatCaptures_IsRefusedAlsoThroughAnother() => await new CompiledProgram("""
        int limit = 3;
        void Direct() => Console.WriteLine(limit);
        void Through() => Direct();
        void Round(int n) { if (n > 0) Round(n - 1); }
        ChildProcess.Start([|Direct|]);
        ChildProcess.Start([|Through|]);
        ChildProcess.Start([|() => Through()|]);
        ChildProcess.Start(Round, 3);
        """).AssertFindsAsync("MP0001");

    [Fact]
    public async Task Lambda_ThatUsesThePrimaryConstructor_IsRefused() => await new CompiledProgram("""
        new Shop(3).Open();
        class Shop(int limit) { public void Open() => ChildProcess.Start([|() => Console.WriteLine(limit)|]); }
        """).AssertFindsAsync("MP0001");

    [Fact]
    public async Task Parameter_OfTheUsersOwnMethod_IsCheckedWhenMarked() => await new CompiledProgram("""
        int limit = 3;
        Launch([|() => Console.WriteLine(limit)|]);
        static void Launch([ChildEntryPoint] Action entry) => ChildProcess.Start(entry);
        """).AssertFindsAsync("MP0001");
}
