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
    }

    private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
}
