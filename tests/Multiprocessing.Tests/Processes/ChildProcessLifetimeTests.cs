using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

public sealed class ChildProcessLifetimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_EntryPointWithToken_CancelsIt()
    {
        await using var child = ChildProcess.Start(WatchAsync, "x", new ChildOptions { RedirectStandardOutput = true });
        using var output = new StreamReader(child.StandardOutput);
        Assert.Equal("begun", await output.ReadLineAsync(Token));
        child.Terminate();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await child);
        Assert.Equal("cleaned up", await output.ReadLineAsync(Token));
        Assert.Equal(143, child.ExitCode);
        Assert.Null(child.ExitSignal);
        Assert.True(child.AsTask().IsCanceled);
    }

    [Fact]
    public async Task Terminate_EntryPointThatReturnsThen_GivesItsResult()
    {
        await using var child = ChildProcess.Start(static stop =>
        {
            Console.WriteLine("begun");
            stop.WaitHandle.WaitOne();
            return 7;
        }, new ChildOptions { RedirectStandardOutput = true });
        using var output = new StreamReader(child.StandardOutput);
        await output.ReadLineAsync(Token);
        child.Terminate();
        Assert.Equal(7, await child);
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public async Task Terminate_EntryPointWithoutToken_EndsItBySignal()
    {
        await using var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite));
        child.Terminate();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await child);
        Assert.Contains("terminated", error.Message, StringComparison.Ordinal);
        Assert.Equal(ProcessSignals.SIGTERM, child.ExitSignal);
        child.Terminate();
        child.Kill();
    }

    [Fact]
    public async Task Kill_RunningChild_EndsItBySignal9()
    {
        await using var child = ChildProcess.Start(static async stop => await Task.Delay(Timeout.Infinite, stop));
        child.Kill();
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal(9, error.ExitSignal);
        Assert.Equal(137, child.ExitCode);
    }

    [Fact]
    public async Task Kill_StoppedChild_EndsIt()
    {
        await using var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite));
        ProcessSignals.Send(child.Id, ProcessSignals.SIGSTOP);
        child.Kill();
        await child.WaitAsync(Token);
        Assert.Equal(9, child.ExitSignal);
    }

    [Fact]
    public async Task Dispose_ChildThatIgnoresItsToken_KillsItAfterTheGrace()
    {
        var child = ChildProcess.Start(static stop =>
        {
            Console.WriteLine("begun");
            while (true) stop.WaitHandle.WaitOne(1000);
        }, new ChildOptions { RedirectStandardOutput = true, TerminationGrace = TimeSpan.FromMilliseconds(200) });
        using (var output = new StreamReader(child.StandardOutput)) await output.ReadLineAsync(Token);
        await child.DisposeAsync();
        Assert.True(child.HasExited);
        Assert.Equal(9, child.ExitSignal);
        Assert.Equal('-', ProcessSignals.State(child.Id));
    }

    [Fact]
    public void Dispose_RunningChild_EndsAndReapsIt()
    {
        var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite));
        child.Dispose();
        Assert.True(child.HasExited);
        Assert.Equal('-', ProcessSignals.State(child.Id));
        child.Dispose();
    }

    [Fact]
    public async Task Waits_WhileTheChildRuns_EndWithoutIt()
    {
        await using var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite));
        Assert.False(child.TryWait(cancellationToken: Token));
        Assert.False(child.TryWait(TimeSpan.FromMilliseconds(20), Token));
        Assert.False(await child.TryWaitAsync(TimeSpan.FromMilliseconds(20), Token));
        var error = Assert.Throws<TimeoutException>(() => child.Wait(TimeSpan.FromMilliseconds(20), Token));
        Assert.Contains(child.Name, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => child.WaitAsync(TimeSpan.FromMilliseconds(20), Token));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => child.Wait(cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => child.WaitAsync(cancelled.Token));
        Assert.False(child.HasExited);
        Assert.Null(child.ExitCode);
        Assert.Null(child.ExitSignal);
    }

    [Fact]
    public async Task Waits_AfterAFailure_DoNotThrowIt()
    {
        await using var child = ChildProcess.Start(static () => Environment.Exit(9));
        child.Wait(Token);
        await child.WaitAsync(Token);
        Assert.True(child.TryWait(cancellationToken: Token));
        Assert.True(await child.TryWaitAsync(cancellationToken: Token));
        Assert.Contains("exit code 9", child.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_ChildThatCrashes_IsStartedAgain()
    {
        string file = Path.GetTempFileName();
        await using var child = ChildProcess.Start(static file =>
        {
            File.AppendAllText(file, "x");
            if (File.ReadAllText(file).Length < 3) Environment.FailFast(null);
            return Environment.ProcessId;
        }, file, new ChildOptions { Restart = Restart.OnCrash(3), RedirectStandardError = true });
        int id = await child;
        Assert.Equal(child.Id, id);
        Assert.Equal(2, child.RestartCount);
        Assert.Equal("xxx", await File.ReadAllTextAsync(file, Token));
        File.Delete(file);
    }

    [Fact]
    public async Task Restart_CrashingTooOften_GivesTheLastFailure()
    {
        await using var child = ChildProcess.Start(static () => Environment.Exit(5), new ChildOptions { Restart = Restart.OnCrash(2) });
        var error = await Assert.ThrowsAsync<ChildProcessException>(async () => await child);
        Assert.Equal(5, error.ExitCode);
        Assert.Equal(2, child.RestartCount);
    }

    [Fact]
    public async Task Restart_KilledByThisProcess_IsNotStartedAgain()
    {
        await using var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite), new ChildOptions { Restart = Restart.OnCrash(2) });
        child.Kill();
        await child.WaitAsync(Token);
        Assert.Equal(0, child.RestartCount);
    }

    [Fact]
    public async Task Exit_KernelWithoutExitDescriptors_IsSeenToo()
    {
        // For the children that this and other tests start meanwhile; those started before keep their descriptors.
        SpawnedProcess.UsesExitDescriptors = false;
        try
        {
            Assert.Equal(4, await ChildProcess.Start(static () => 4));
            await using var child = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite));
            child.Kill();
            await child.WaitAsync(Token);
            Assert.Equal(9, child.ExitSignal);
        }
        finally
        {
            SpawnedProcess.UsesExitDescriptors = true;
        }
    }

    private static async Task WatchAsync(string path, CancellationToken stop)
    {
        try
        {
            Console.WriteLine("begun");
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            Console.WriteLine("cleaned up");
        }
    }
}
