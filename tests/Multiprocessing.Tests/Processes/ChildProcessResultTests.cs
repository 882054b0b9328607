namespace Multiprocessing.Tests.Processes;

public sealed class ChildProcessResultTests
{
    [Fact]
    public async Task Start_StaticLambda_GivesItsResult()
    {
        int result = await ChildProcess.Start(static n => Fibonacci(n), 20);
        Assert.Equal(6765, result);
    }

    [Fact]
    public async Task Start_AnyEntryPoint_RunsInAnotherProcess()
    {
        await using var child = ChildProcess.Start(static () => Environment.ProcessId);
        int id = await child;
        Assert.NotEqual(Environment.ProcessId, id);
        Assert.Equal(child.Id, id);
        Assert.True(child.HasExited);
        Assert.Equal(0, child.ExitCode);
        Assert.Null(child.ExitSignal);
        Assert.Equal(id, child.Result);
    }

    [Fact]
    public async Task Start_MethodGroup_GivesItsResult() => Assert.Equal(55, await ChildProcess.Start(Fibonacci, 10));

    [Fact]
    public async Task Start_LocalFunction_GivesItsResult()
    {
        Assert.Equal(8, await ChildProcess.Start(Double, 4));

        static int Double(int n) => n * 2;
    }

    [Fact]
    public async Task Start_GenericMethod_KeepsItsTypeArguments() => Assert.Equal("System.Int64 7", await DescribeInChildAsync(7L));

    [Fact]
    public async Task Start_AsyncLambda_IsAwaitedInTheChild()
    {
        string result = await ChildProcess.Start(static async text =>
        {
            await Task.Yield();
            return text.ToUpperInvariant();
        }, "abc");
        Assert.Equal("ABC", result);
    }

    [Fact]
    public async Task Start_AsyncMethodGroup_IsAwaitedInTheChild() => Assert.Equal(3, await ChildProcess.Start(AddLaterAsync, 1, 2));

    [Fact]
    public async Task Start_AsyncWithoutResult_EndsWhenTheTaskEnds()
    {
        string file = Path.GetTempFileName();
        await ChildProcess.Start(static async file =>
        {
            await Task.Yield();
            await File.WriteAllTextAsync(file, "done");
        }, file);
        Assert.Equal("done", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
    }

    [Fact]
    public async Task Start_WithoutResult_EndsWithCodeZero()
    {
        await using var child = ChildProcess.Start(static (a, b) => { GC.KeepAlive(a + b); }, 1, 2);
        await child;
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public async Task Start_FourArgumentsAndToken_GetThemInOrder()
    {
        string result = await ChildProcess.Start(
            static (number, text, list, flag, stop) => $"{number} {text} {string.Join('+', list)} {flag} {stop.CanBeCanceled} {stop.IsCancellationRequested}",
            1.5, "two", new List<int> { 3, 4 }, true);
        Assert.Equal("1.5 two 3+4 True True False", result);
    }

    [Fact]
    public async Task Start_Records_TravelBothWays()
    {
        var order = await ChildProcess.Start(static order => order with { Lines = [.. order.Lines, new Line("c", 3)] }, new Order("x", [new Line("a", 1), new Line("b", 2)]));
        Assert.Equal("x", order.Id);
        Assert.Equal([new Line("a", 1), new Line("b", 2), new Line("c", 3)], order.Lines);
    }

    [Fact]
    public async Task Start_NullArgumentAndResult_StayNull() => Assert.Null(await ChildProcess.Start(static text => text, (string?)null));

    [Fact]
    public async Task Start_LargeArgumentAndResult_ArriveWhole()
    {
        byte[] bytes = new byte[20 << 20];
        Random.Shared.NextBytes(bytes);
        byte[] back = await ChildProcess.Start(static bytes =>
        {
            Array.Reverse(bytes);
            return bytes;
        }, bytes);
        Array.Reverse(back);
        Assert.True(bytes.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public void Result_BeforeTheEnd_SaysSo()
    {
        using var child = ChildProcess.Start(static async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return 1;
        });
        var error = Assert.Throws<InvalidOperationException>(() => child.Result);
        Assert.Contains("has not ended", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_ThenResult_NeedsNoAwait()
    {
        using var child = ChildProcess.Start(static () => 5);
        child.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(5, child.Result);
    }

    [Fact]
    public async Task Start_FromManyThreads_GivesEachItsOwnResult()
    {
        int[] results = await Task.WhenAll(Enumerable.Range(0, 24).Select(static i => Task.Run(async () => await ChildProcess.Start(static n => n * n, i))));
        Assert.Equal(Enumerable.Range(0, 24).Select(static i => i * i), results);
    }

    [Fact]
    public async Task Start_InAChild_StartsAGrandchild()
    {
        int[] ids = await ChildProcess.Start(static async () => new[] { Environment.ProcessId, await ChildProcess.Start(static () => Environment.ProcessId) });
        Assert.Equal(3, ids.Append(Environment.ProcessId).Distinct().Count());
    }

    [Fact]
    public async Task Start_InAnEndlessLine_FailsLoudly()
    {
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await ChildProcess.Start(StartAgainAsync));
        Assert.Contains("line of children", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task StartAgainAsync() => await ChildProcess.Start(StartAgainAsync);

    private static async Task<string> DescribeInChildAsync<T>(T value) => await ChildProcess.Start(static value => $"{typeof(T)} {value}", value);

    private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);

    private static async Task<int> AddLaterAsync(int a, int b)
    {
        await Task.Yield();
        return a + b;
    }

    internal sealed record Line(string Sku, int Count);

    internal sealed record Order(string Id, Line[] Lines);
}
