using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>What a clean end leaves: nothing.</summary>
public sealed class LeavingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LastProcess_EndsCleanly_RemovesTheDomain()
    {
        using var domain = new TestDomain();
        string directory = DomainName.Directory(domain.Name);
        Member[] members = await Member.StartAsync(domain, 3);
        await using var all = new MemberGroup(members);
        await members[1].EndAsync();
        await members[0].EndAsync();
        Assert.True(File.Exists(Path.Combine(directory, ProcessRegistry.FileName)));
        await members[2].EndAsync();
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task AllProcesses_EndAtOnce_OneOfThemRemovesTheDomain()
    {
        using var domain = new TestDomain();
        string directory = DomainName.Directory(domain.Name);
        Member[] members = await Member.StartAsync(domain, 6);
        await using var all = new MemberGroup(members);
        await Task.WhenAll(members.Select(static member => member.EndAsync()));
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task LastProcess_EndsAfterOthersWereKilled_RemovesTheDomain()
    {
        using var domain = new TestDomain();
        string directory = DomainName.Directory(domain.Name);
        Member[] members = await Member.StartAsync(domain, 3);
        await using var all = new MemberGroup(members);
        await members[0].Process.KillAsync();
        await members[2].Process.KillAsync();
        await members[1].EndAsync();
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task LastProcess_EndsHoldingALock_RemovesTheDomain()
    {
        using var domain = new TestDomain();
        string directory = DomainName.Directory(domain.Name);
        await using Member member = await Member.StartAsync(domain);
        await member.Process.SendAsync("lock");
        await member.Process.ExpectAsync("locked", Token);
        await member.EndAsync();
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task LastProcess_EndsWhereAnObjectIsLeft_KeepsTheDomain()
    {
        using var domain = new TestDomain();
        domain.AllowLeftovers("the object is the point of the test");
        string directory = DomainName.Directory(domain.Name);
        await using Member member = await Member.StartAsync(domain);
        await File.WriteAllTextAsync(Path.Combine(directory, "grid.mp"), "", Token);
        await member.EndAsync();
        Assert.True(File.Exists(Path.Combine(directory, ProcessRegistry.FileName)));
    }

    [Fact]
    public async Task Process_JoinsAndEndsInALoop_NeverMeetsAHalfRemovedDomain()
    {
        // Two at a time: one comes in while the other goes, so directory and registry are made and removed under each other.
        using var domain = new TestDomain();
        int rounds = TestRun.IsLong ? 100 : 5;
        await Task.WhenAll(Run(), Run(), Run());
        Assert.False(Directory.Exists(DomainName.Directory(domain.Name)));

        async Task Run()
        {
            for (int i = 0; i < rounds; i++)
            {
                await using Member member = await Member.StartAsync(domain);
                Assert.Contains(member.Identity, await member.LivingAsync());
                await member.EndAsync();
            }
        }
    }

    [Fact]
    public void Leave_Membership_RunsItsActionsLastFirst()
    {
        using var test = new TestDomain();
        Domain domain = Domain.Named(test.Name);
        string directory = domain.Directory;
        List<int> ran = [];
        domain.OnLeave(() => ran.Add(1));
        domain.OnLeave(() => ran.Add(2));
        domain.Leave();
        domain.Leave();
        Assert.Equal([2, 1], ran);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void Leave_HoldingSomething_IsToldAsADeath()
    {
        using var test = new TestDomain();
        Domain observer = Domain.Named(test.Name);
        Domain holder = Domain.JoinAgain(observer.Directory);
        uint identity = holder.Me;
        using var told = new ManualResetEventSlim();
        observer.DeathTold += () =>
        {
            if (observer.IsDead(identity)) told.Set();
        };
        holder.OnLeave(static () => true);
        Assert.False(observer.IsDead(identity));
        holder.Leave();
        Assert.True(told.Wait(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(1u, observer.Deaths.Value);
        observer.Leave();
    }
}
