namespace Multiprocessing.Generators.Tests.Analyzers;

public class MessageAnalyzerTests
{
    [Theory]
    [InlineData("Stream", "Stream cannot travel to another process: a stream belongs to its process; send the bytes, a file name, or an InterprocessPipe")]
    [InlineData("FileStream", "FileStream cannot travel to another process: a stream belongs to its process; send the bytes, a file name, or an InterprocessPipe")]
    [InlineData("Action", "Action cannot travel to another process: code does not travel; pass data, and name the method as the child's entry point")]
    [InlineData("nint", "nint cannot travel to another process: a pointer means nothing in another process")]
    [InlineData("object", "object cannot travel to another process: what it holds is known only when it runs; declare the type")]
    [InlineData("List<Stream>", "List<Stream>[]: Stream cannot travel to another process: a stream belongs to its process; send the bytes, a file name, or an InterprocessPipe")]
    [InlineData("Dictionary<string, Thread>", "Dictionary<string, Thread>[]: Thread cannot travel to another process: a thread belongs to its process")]
    [InlineData("Task<int>[]", "Task<int>[][]: Task<int> cannot travel to another process: a task belongs to its process; await it and send its result")]
    [InlineData("(int, Type)", "(int, Type): Type cannot travel to another process: a type or member of this process means nothing in another; send its name")]
    public async Task Argument_OfATypeThatCannotTravel_IsRefusedWhereItStands(string type, string message)
    {
        IReadOnlyList<string> messages = await new CompiledProgram($$"""
            {{type}} value = default!;
            ChildProcess.Start(static given => Console.WriteLine(given), [|value|]);
            """).AssertFindsAsync("MP0002");
        Assert.Equal(message, Assert.Single(messages));
    }

    [Fact]
    public async Task Member_ThatCannotTravel_IsNamedWithItsPath()
    {
        IReadOnlyList<string> messages = await new CompiledProgram("""
            ChildProcess.Start(static job => Console.WriteLine(job), [|new Job("x", new Output(null!))|]);
            record Job(string Name, Output Output);
            record Output(FileStream Log);
            """).AssertFindsAsync("MP0002");
        Assert.StartsWith("Job.Output.Log: FileStream cannot travel", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_ThatCannotTravel_IsRefusedAtTheCall() => await new CompiledProgram("""
        var child = ChildProcess.[|Start|](static () => Stream.Null);
        var other = ChildProcess.Start<[|Stream|]>(static () => Stream.Null);
        """).AssertFindsAsync("MP0002");

    [Fact]
    public async Task Types_ThatCanTravel_AreAccepted() => await new CompiledProgram("""
        ChildProcess.Start(static job => Console.WriteLine(job), new Job());
        ChildProcess.Start(static (text, numbers, pair, when) => { }, "text", new List<int>(), (1, "x"), (DateTimeOffset?)null);
        ChildProcess.Start(static (path, stop) => stop.WaitHandle.WaitOne(), "path");
        ChildProcess.Start(static gate => { }, InterprocessLock.Create());
        ChildProcess.Start(static node => { }, new Node());
        Forward(3);
        static void Forward<T>(T value) => ChildProcess.Start(static given => { }, value);

        class Job
        {
            public string Name { get; set; } = "";
            public Stream Computed => Stream.Null;
            [System.Runtime.Serialization.IgnoreDataMember] public Stream? Ignored { get; set; }
            private Stream? _hidden;
            public static Stream? Common { get; set; }
            public void Open() => _hidden = Stream.Null;
        }

        class Node { public Node? Next { get; set; } public List<Node> Children { get; set; } = []; }
        """).AssertFindsAsync("MP0002");
}
