using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Real processes, killed by SIGKILL at each named place of joining, telling and leaving.</summary>
public sealed class RegistryKillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("registry.filled")]
    [InlineData("claim.locked")]
    [InlineData("claim.generation")]
    [InlineData("claim.facts")]
    [InlineData("claim.filled")]
    [InlineData("enlist.bumped")]
    [InlineData("enlist.set")]
    public async Task Joining_FirstProcessKilled_TheNextJoins(string fault)
    {
        using var domain = new TestDomain();
        await using TestProcess killed = domain.Start<MemberVerb>(new TestProcessOptions { Fault = fault }, "1");
        await killed.EndByKillAsync(Token);
        await using Member next = await Member.StartAsync(domain);
        uint[] living = await next.LivingAsync();
        Assert.Equal(next.Identity, Assert.Single(living));
        await next.EndAsync();
        Assert.False(Directory.Exists(DomainName.Directory(domain.Name)));
    }

    [Theory]
    [InlineData("claim.locked")]
    [InlineData("claim.generation")]
    [InlineData("claim.facts")]
    [InlineData("claim.filled")]
    [InlineData("enlist.bumped")]
    [InlineData("enlist.set")]
    [InlineData("ring.rung")]
    public async Task Joining_KilledBesideOthers_TheyGoOn(string fault)
    {
        using var domain = new TestDomain();
        Member[] members = await Member.StartAsync(domain, 2);
        await using var all = new MemberGroup(members);
        await using TestProcess killed = domain.Start<MemberVerb>(new TestProcessOptions { Fault = fault }, "1");
        await killed.EndByKillAsync(Token);
        await using Member next = await Member.StartAsync(domain);
        uint[] living = await next.LivingAsync();
        Assert.Equal(new[] { members[0].Identity, members[1].Identity, next.Identity }.Order(), living);
        await members[0].SendAwaitAsync(next);
        await next.Process.KillAsync();
        await members[0].ExpectDeadAsync();
    }

    /// <summary>Everybody who watches the victim dies in telling of it; then those die who watch these, until only the first is left.</summary>
    [Theory]
    [InlineData("tell.verdict")]
    [InlineData("tell.bumped")]
    [InlineData("tell.exchanged")]
    public async Task Telling_EveryTellerKilled_TheLastOnesAreTold(string fault)
    {
        using var domain = new TestDomain();
        await using Member first = await Member.StartAsync(domain);
        Member[] tellers = await Member.StartAsync(domain, 4, new TestProcessOptions { Fault = fault });
        await using var all = new MemberGroup(tellers);
        await using Member victim = await Member.StartAsync(domain);
        await using Member last = await Member.StartAsync(domain);
        foreach (Member observer in (Member[])[first, last]) await observer.SendAwaitAsync(victim);
        await victim.Process.KillAsync();
        foreach (Member observer in (Member[])[first, last]) await observer.ExpectDeadAsync();

        // One of those that watch the victim is woken by the kernel, and dies in telling, unless one of the observers came first.
        Member[] dead = tellers.Where(static teller => ProcessSignals.State(teller.Process.Id) is 'Z' or '-').ToArray();
        if (dead.Length == 0) return;
        foreach (Member observer in (Member[])[first, last])
        {
            await observer.SendAwaitAsync(dead);
            await observer.ExpectDeadAsync();
        }
    }

    /// <summary>A teller that is stopped between two stores hides nothing: a watcher's recheck makes up for it.</summary>
    [Theory]
    [InlineData("tell.verdict")]
    [InlineData("tell.bumped")]
    [InlineData("tell.exchanged")]
    public async Task Telling_TellersStopped_TheOthersAreTold(string fault)
    {
        using var domain = new TestDomain();
        var stops = new TestProcessOptions { Environment = new Dictionary<string, string?> { ["MP_FAULT_STOP"] = fault } };
        await using Member first = await Member.StartAsync(domain);
        Member[] tellers = await Member.StartAsync(domain, 3, stops);
        await using var all = new MemberGroup(tellers);
        await using Member victim = await Member.StartAsync(domain);
        await first.SendAwaitAsync(victim);
        await victim.Process.KillAsync();
        await first.ExpectDeadAsync();
        foreach (Member teller in tellers)
        {
            Assert.Equal("alive", await first.VerdictAsync(teller));
            teller.Process.Continue();
        }
    }

    [Fact]
    public async Task Leaving_KilledAfterItLeft_IsNoDeathAndTheNextCleansUp()
    {
        using var domain = new TestDomain();
        await using Member other = await Member.StartAsync(domain);
        await using Member killed = await Member.StartAsync(domain, new TestProcessOptions { Fault = "leave.left" });
        await killed.Process.SendAsync("end");
        await killed.Process.EndByKillAsync(Token);
        Assert.Equal("dead", await other.VerdictAsync(killed));
        await other.Process.SendAsync("deaths");
        Assert.Equal("0", await other.Process.ExpectAsync("deaths", Token));
        await other.EndAsync();
        Assert.False(Directory.Exists(DomainName.Directory(domain.Name)));
    }
}
