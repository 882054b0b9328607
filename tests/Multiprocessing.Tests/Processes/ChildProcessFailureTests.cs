using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

public sealed class ChildProcessFailureTests
{
    [Fact]
    public async Task Await_EntryPointThrew_ThrowsWithTheChildsStack()
    {
        await using var child = ChildProcess.Start(static n => ThrowDeep(n), 3, new ChildOptions { Name = "thrower" });
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal("System.InvalidOperationException", error.RemoteType);
        Assert.Equal("deep 3", error.RemoteMessage);
        Assert.Contains(nameof(ThrowDeep), error.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Contains("the inner one", error.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(ThrowDeep), error.ToString(), StringComparison.Ordinal);
        Assert.Equal("thrower", error.ChildName);
        Assert.Equal(child.Id, error.ChildId);
        Assert.Equal(1, error.ExitCode);
        Assert.Null(error.ExitSignal);
        Assert.Equal(1, child.ExitCode);
    }

    [Fact]
    public async Task Await_AsyncEntryPointThrew_ThrowsWithTheChildsStack()
    {
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await ChildProcess.Start(ThrowLaterAsync));
        Assert.Equal("System.FormatException", error.RemoteType);
        Assert.Contains(nameof(ThrowLaterAsync), error.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Await_ExitInsideWithCode_ThrowsWithTheCode()
    {
        await using var child = ChildProcess.Start(static () => Environment.Exit(3));
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal(3, error.ExitCode);
        Assert.Equal(3, child.ExitCode);
        Assert.Null(error.RemoteType);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Await_ExitInsideWithZero_IsAnEndWithoutResult()
    {
        await using (var child = ChildProcess.Start(static () => Environment.Exit(0))) await child;
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await ChildProcess.Start(static () =>
        {
            Environment.Exit(0);
            return 1;
        }));
        Assert.Equal(0, error.ExitCode);
    }

    [Theory]
    [InlineData(ProcessSignals.SIGKILL)]
    [InlineData(ProcessSignals.SIGTERM)]
    public async Task Await_EndedByASignalFromElsewhere_NamesTheSignal(int signal)
    {
        await using var child = ChildProcess.Start(static async () =>
        {
            Console.WriteLine("begun");
            await Task.Delay(Timeout.Infinite);
        }, new ChildOptions { RedirectStandardOutput = true });
        using (var output = new StreamReader(child.StandardOutput)) await output.ReadLineAsync(TestContext.Current.CancellationToken);
        ProcessSignals.Send(child.Id, signal);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal(signal, error.ExitSignal);
        Assert.Equal(signal, child.ExitSignal);
        Assert.Equal(128 + signal, child.ExitCode);
        Assert.Contains($"signal {signal}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Await_KilledBeforeItBegan_SaysSo()
    {
        await using var child = ChildProcess.Start(static () => 1);
        ProcessSignals.Send(child.Id, ProcessSignals.SIGKILL);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Contains("before its entry point began", error.Message, StringComparison.Ordinal);
        Assert.Equal(ProcessSignals.SIGKILL, error.ExitSignal);
    }

    [Fact]
    public async Task Await_RuntimeFailedToStart_QuotesStandardError()
    {
        var options = new ChildOptions { RedirectStandardError = true, Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/no/such/hook.dll" } };
        await using var child = ChildProcess.Start(static () => 1, options);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Contains("/no/such/hook.dll", error.Message, StringComparison.Ordinal);
        using var output = new StreamReader(child.StandardError);
        Assert.Contains("/no/such/hook.dll", await output.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Await_StoppedWhileStarting_FailsAfterTheStartTimeout()
    {
        await using var child = ChildProcess.Start(static () => 1, new ChildOptions { StartTimeout = TimeSpan.FromSeconds(1) });
        ProcessSignals.Send(child.Id, ProcessSignals.SIGSTOP);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Contains("start timeout of 1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Await_CrashOnAnotherThread_EndsBySignal()
    {
        var options = new ChildOptions { RedirectStandardError = true, Environment = new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "0" } };
        await using var child = ChildProcess.Start(static async () =>
        {
            new Thread(static () => throw new InvalidOperationException("on my own")).Start();
            await Task.Delay(Timeout.Infinite);
        }, options);
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal(ProcessSignals.SIGABRT, error.ExitSignal);
    }

    private static int ThrowDeep(int n)
    {
        try
        {
            throw new NotSupportedException("the inner one");
        }
        catch (NotSupportedException inner)
        {
            throw new InvalidOperationException($"deep {n}", inner);
        }
    }

    private static async Task ThrowLaterAsync()
    {
        await Task.Yield();
        throw new FormatException("later");
    }
}
