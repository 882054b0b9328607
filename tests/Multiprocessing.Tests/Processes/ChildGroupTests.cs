using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

public sealed class ChildGroupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartMany_AllReturn_EndsWithAllExits()
    {
        await using var group = ChildProcess.StartMany(3, static n => { GC.KeepAlive(n); }, 5, new ChildOptions { Name = "worker" });
        Assert.Equal(3, group.Count);
        await group.WhenAllEnded().WaitAsync(Token);
        Assert.Equal(0, group.RunningCount);
        Assert.Equal(["worker 0", "worker 1", "worker 2"], group.Select(static c => c.Name));
        Assert.All(group, static c => Assert.Equal(0, c.ExitCode));
        var exits = await ExitsAsync(group);
        Assert.Equal([0, 1, 2], exits.Select(static e => e.Index).Order());
        Assert.All(exits, static e => Assert.True(e is { ExitCode: 0, ExitSignal: null, Error: null, IsRestarted: false }));
        Assert.Throws<InvalidOperationException>(group.Add);
    }

    [Fact]
    public async Task WhenAllEnded_OneKilledOthersReturn_Succeeds()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var group = ChildProcess.StartMany(2, UntilFileAsync, Path.Combine(folder, "go"));
        group[0].Kill();
        await group[0].WaitAsync(Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Token);
        await group.WhenAllEnded().WaitAsync(Token);
        Assert.Equal(9, group[0].ExitSignal);
        Assert.Equal(0, group[1].ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task WhenAllEnded_EntryPointThrew_Fails()
    {
        await using var group = ChildProcess.StartMany(2, static () => throw new InvalidOperationException("worker's"));
        var error = await Assert.ThrowsAsync<ChildProcessException>(() => group.WhenAllEnded().WaitAsync(Token));
        Assert.Equal("worker's", error.RemoteMessage);
    }

    [Fact]
    public async Task WhenAllEnded_AllKilled_Fails()
    {
        await using var group = ChildProcess.StartMany(2, static async () => await Task.Delay(Timeout.Infinite));
        group.Kill();
        await Assert.ThrowsAsync<ChildProcessException>(() => group.WhenAllEnded().WaitAsync(Token));
    }

    [Fact]
    public async Task Terminate_Group_EndsAllAndIsNoFailure()
    {
        await using var group = ChildProcess.StartMany(2, static async stop => await Task.Delay(Timeout.Infinite, stop));
        group.Terminate();
        await group.WhenAllEnded().WaitAsync(Token);
        Assert.All(await ExitsAsync(group), static e => Assert.IsAssignableFrom<OperationCanceledException>(e.Error));
    }

    [Fact]
    public async Task Restart_KilledFromElsewhere_StartsAgainInItsPlace()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var group = ChildProcess.StartMany(2, UntilFileAsync, Path.Combine(folder, "go"), new ChildOptions { Restart = Restart.OnCrash(3) });
        int first = group[1].Id;
        ProcessSignals.Send(first, ProcessSignals.SIGKILL);
        await using var exits = group.Exits(Token).GetAsyncEnumerator(Token);
        Assert.True(await exits.MoveNextAsync());
        Assert.True(exits.Current is { Index: 1, ExitSignal: 9, ExitCode: 137, IsRestarted: true, Error: ChildProcessException });
        Assert.Equal(first, exits.Current.Id);
        Assert.NotEqual(first, group[1].Id);
        Assert.Equal(2, group.RunningCount);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Token);
        await group.WhenAllEnded().WaitAsync(Token);
        Assert.Equal(1, group[1].RestartCount);
        Assert.Equal(0, group[1].ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Add_WhileOthersRun_JoinsTheGroup()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        await using var group = ChildProcess.StartMany(1, UntilFileAsync, Path.Combine(folder, "go"));
        var added = group.Add();
        group[0].Kill();
        await group[0].WaitAsync(Token);
        Assert.Same(added, group[1]);
        Assert.False(group.WhenAllEnded().IsCompleted);
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Token);
        await group.WhenAllEnded().WaitAsync(Token);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Dispose_RunningGroup_EndsAll()
    {
        var group = ChildProcess.StartMany(3, static async () => await Task.Delay(Timeout.Infinite));
        Assert.False(group.TryWait(cancellationToken: Token));
        Assert.Throws<TimeoutException>(() => group.Wait(TimeSpan.FromMilliseconds(10), Token));
        await group.DisposeAsync();
        Assert.True(group.TryWait(cancellationToken: Token));
        Assert.All(group, static c => Assert.Equal('-', ProcessSignals.State(c.Id)));
        Assert.Throws<InvalidOperationException>(group.Add);
    }

    [Fact]
    public void StartMany_CountOfZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => ChildProcess.StartMany(0, static () => { }));

    private static async Task UntilFileAsync(string path)
    {
        while (!File.Exists(path)) await Task.Delay(5);
    }

    private static async Task<List<ChildExit>> ExitsAsync(ChildGroup group)
    {
        var exits = new List<ChildExit>();
        await foreach (var exit in group.Exits(Token)) exits.Add(exit);
        return exits;
    }
}
