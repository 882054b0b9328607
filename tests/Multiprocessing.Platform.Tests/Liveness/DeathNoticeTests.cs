using System.Globalization;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Who is told of a death, and who is never called dead.</summary>
public abstract class DeathNoticeTests
{
    private protected abstract TestProcessOptions Options { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_OneOfFive_AllOthersAreTold()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 5, Options);
        await using var all = new MemberGroup(members);
        for (int victim = 4; victim > 0; victim--)
        {
            foreach (Member other in members[..victim]) await other.SendAwaitAsync(members[victim]);
            await members[victim].Process.KillAsync();
            foreach (Member other in members[..victim]) await other.ExpectDeadAsync();
        }

        Assert.Equal([members[0].Identity], await members[0].LivingAsync());
    }

    [Fact]
    public async Task Killed_FourNeighboursAtOnce_BothSidesAreTold()
    {
        // More than are watched by one process: whoever is next before the gap finds them all, since the others that watched are dead too.
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 6, Options);
        await using var all = new MemberGroup(members);
        foreach (Member other in (Member[])[members[0], members[5]]) await other.SendAwaitAsync(members[1..5]);
        foreach (Member victim in members[1..5]) victim.Process.Kill();
        foreach (Member other in (Member[])[members[0], members[5]]) await other.ExpectDeadAsync();
    }

    [Fact]
    public async Task Killed_AllWhoWatch_TheFarOneIsTold()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 6, Options);
        await using var all = new MemberGroup(members);
        // The three before the fifth watch it. They die first; then it dies, and only those are left that did not watch it.
        foreach (Member victim in members[1..4]) victim.Process.Kill();
        await members[5].SendAwaitAsync(members[4]);
        await members[0].SendAwaitAsync(members[4]);
        members[4].Process.Kill();
        await members[0].ExpectDeadAsync();
        await members[5].ExpectDeadAsync();
    }

    [Fact]
    public async Task Stopped_Process_IsNotDeadAndTheOthersAreWatched()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 5, Options);
        await using var all = new MemberGroup(members);
        await members[3].Process.StopAsync();
        await members[2].Process.StopAsync();
        // The fifth is watched by the three before it, two of which are stopped.
        await members[0].SendAwaitAsync(members[4]);
        await members[4].Process.KillAsync();
        await members[0].ExpectDeadAsync();

        // A whole recheck later as well as now: nothing calls the stopped ones dead.
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("alive", await members[0].VerdictAsync(members[3]));
            DomainDirectory.Pause(TimeSpan.FromMilliseconds(100));
        }

        string description = await members[0].AskAsync("describe", members[3], "description");
        Assert.StartsWith($"Stopped process {members[3].Process.Id.ToString(CultureInfo.InvariantCulture)} (", description, StringComparison.Ordinal);
        Assert.EndsWith("which is stopped", description, StringComparison.Ordinal);
        members[3].Process.Continue();
        members[2].Process.Continue();
        await members[3].EndAsync();
        await members[2].EndAsync();
    }

    [Fact]
    public async Task Killed_WhileAllWatchersAreStopped_IsToldByARecheck()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 5, Options);
        await using var all = new MemberGroup(members);
        foreach (Member watcher in members[1..4]) await watcher.Process.StopAsync();
        await members[0].SendAwaitAsync(members[4]);
        await members[4].Process.KillAsync();
        await members[0].ExpectDeadAsync();
        foreach (Member watcher in members[1..4]) watcher.Process.Continue();
        foreach (Member watcher in members[..4]) await watcher.EndAsync();
    }

    [Fact]
    public async Task Zombie_NotFetchedByItsParent_IsDead()
    {
        using var domain = new TestDomain();
        await using Member observer = await Member.StartAsync(domain, Options);
        await using TestProcess parent = domain.Start<ZombieParentVerb>(Options);
        string identity = await parent.ExpectAsync("joined", Token);
        int id = int.Parse(await parent.ExpectAsync("spawned", Token), CultureInfo.InvariantCulture);
        await observer.Process.SendAsync($"await {identity}");
        await observer.ExpectDeadAsync();
        Assert.Equal('Z', ProcessSignals.State(id));
    }

    [Fact]
    public async Task Killed_WhileAnotherProcessKeepsItsDescriptor_IsDead()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 2, Options);
        await using var all = new MemberGroup(members);
        await members[1].Process.SendAsync("share-descriptor");
        int keeper = int.Parse(await members[1].Process.ExpectAsync("shared", Token), CultureInfo.InvariantCulture);
        try
        {
            await members[0].SendAwaitAsync(members[1]);
            await members[1].Process.KillAsync();
            await members[0].ExpectDeadAsync();
            Assert.NotEqual('-', ProcessSignals.State(keeper));
        }
        finally
        {
            ProcessSignals.Send(keeper, ProcessSignals.SIGKILL);
        }
    }

    [Fact]
    public async Task WatcherThread_EndsAlone_IsReplacedAndNobodyCallsTheProcessDead()
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 3, Options);
        await using var all = new MemberGroup(members);
        await members[1].Process.SendAsync("lose-watcher");
        await members[2].Process.KillAsync();
        await members[1].Process.ExpectAsync("losing", Token);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("alive", await members[0].VerdictAsync(members[1]));
            // Any slow call of the process sees to its watcher.
            Assert.Equal("alive", await members[1].VerdictAsync(members[0]));
            DomainDirectory.Pause(TimeSpan.FromMilliseconds(50));
        }

        await members[0].SendAwaitAsync(members[1]);
        await members[1].Process.KillAsync();
        await members[0].ExpectDeadAsync();
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("fail-fast")]
    [InlineData("throw")]
    [InlineData("hold exit")]
    [InlineData("hold end")]
    public async Task Ended_Otherwise_IsToldAsADeath(string how)
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 2, Options);
        await using var all = new MemberGroup(members);
        await members[0].SendAwaitAsync(members[1]);
        foreach (string command in how.Split(' ')) await members[1].Process.SendAsync(command);
        await members[0].ExpectDeadAsync();
        await members[0].Process.SendAsync("death");
        await members[0].Process.ExpectAsync("told", Token);
    }

    [Theory]
    [InlineData("end")]
    [InlineData("exit")]
    public async Task Ended_HoldingNothing_IsNoDeath(string how)
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 3, Options);
        await using var all = new MemberGroup(members);
        await members[1].Process.SendAsync(how);
        await members[1].Process.EndAsync(Token);
        Assert.Equal("dead", await members[0].VerdictAsync(members[1]));
        await members[0].Process.SendAsync("deaths");
        Assert.Equal("0", await members[0].Process.ExpectAsync("deaths", Token));

        // The one behind the gap is watched by the one before it now.
        await members[0].SendAwaitAsync(members[2]);
        await members[2].Process.KillAsync();
        await members[0].ExpectDeadAsync();
    }
}
