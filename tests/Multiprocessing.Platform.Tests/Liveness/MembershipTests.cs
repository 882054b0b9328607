using System.Globalization;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>One process's memberships: identities, verdicts, descriptions, the table's end.</summary>
public sealed class MembershipTests : IDisposable
{
    private readonly TestDomain _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void At_SameDirectory_IsOneMembership()
    {
        Domain domain = Domain.Named(_test.Name);
        Assert.Same(domain, Domain.At(domain.Directory + "/"));
        Assert.Equal(_test.Name, domain.Name);
        Assert.False(domain.IsDead(domain.Me));
        domain.Leave();
    }

    [Fact]
    public void JoinAgain_InOneProcess_TakesASlotOfItsOwn()
    {
        Domain first = Domain.Named(_test.Name);
        Domain second = Domain.JoinAgain(first.Directory);
        Assert.Equal(first.Incarnation, second.Incarnation);
        Assert.NotEqual(ProcessIdentity.Slot(first.Me), ProcessIdentity.Slot(second.Me));
        Assert.False(first.IsDead(second.Me));
        Assert.False(second.IsDead(first.Me));
        Assert.Equal(new[] { first.Me, second.Me }.Order(), second.DescribeLiving().Select(static d => d.Identity).Order());
        uint gone = second.Me;
        second.Leave();
        Assert.True(first.IsDead(gone));
        Assert.Equal([first.Me], first.DescribeLiving().Select(static d => d.Identity));
        first.Leave();
    }

    [Fact]
    public void Slot_UsedAgain_HasTheNextGeneration()
    {
        string directory = DomainName.Directory(_test.Name);
        Domain domain = Domain.Create(directory, new DomainAccess { ProcessCountMax = 2 });
        uint last = 0;
        for (int i = 0; i < 5; i++)
        {
            Domain other = Domain.JoinAgain(directory);
            Assert.NotEqual(last, other.Me);
            if (last != 0)
            {
                Assert.Equal(ProcessIdentity.Slot(last), ProcessIdentity.Slot(other.Me));
                Assert.Equal(ProcessIdentity.NextGeneration(ProcessIdentity.Generation(last)), ProcessIdentity.Generation(other.Me));
                Assert.True(domain.IsDead(last));
                Assert.True(other.IsDead(last));
                Assert.False(domain.IsTenant(last));
            }

            last = other.Me;
            other.Leave();
        }

        domain.Leave();
    }

    [Fact]
    public void Join_AllSlotsTaken_SaysSoAndGoesOnWhenOneIsFree()
    {
        string directory = DomainName.Directory(_test.Name);
        Domain domain = Domain.Create(directory, new DomainAccess { ProcessCountMax = 3 });
        Domain second = Domain.JoinAgain(directory);
        Domain third = Domain.JoinAgain(directory);
        var error = Assert.Throws<DomainUnavailableException>(() => Domain.JoinAgain(directory));
        Assert.Equal(DomainFailure.RegistryFull, error.Failure);
        Assert.Contains("3 living processes", error.Message, StringComparison.Ordinal);
        second.Leave();
        Domain fourth = Domain.JoinAgain(directory);
        foreach (Domain joined in new[] { third, fourth, domain }) joined.Leave();
    }

    [Fact]
    public void IsDead_IdentityNobodyHad_IsDead()
    {
        Domain domain = Domain.Named(_test.Name);
        uint generation = ProcessIdentity.Generation(domain.Me);
        Assert.True(domain.IsDead(ProcessIdentity.Of(ProcessIdentity.Slot(domain.Me), ProcessIdentity.NextGeneration(generation))));
        Assert.True(domain.IsDead(ProcessIdentity.Of(4095, 7)));
        Assert.True(domain.IsDead(0));
        domain.Leave();
    }

    [Fact]
    public void IsDead_FlagBitsOfAWord_AreNotOfTheIdentity()
    {
        Domain domain = Domain.Named(_test.Name);
        Domain other = Domain.JoinAgain(domain.Directory);
        Assert.False(domain.IsDead(domain.Me | 0x8000_0000));
        Assert.False(domain.IsDead(other.Me | 0xC000_0000));
        other.Leave();
        domain.Leave();
    }

    [Fact]
    public void Describe_ThisProcess_NamesItAsTheSystemDoes()
    {
        Domain domain = Domain.Named(_test.Name);
        ProcessDescription me = domain.Describe(domain.Me);
        Assert.Equal(Environment.ProcessId, me.ProcessId);
        Assert.Equal(ProcessState.Alive, me.State);
        Assert.StartsWith($"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} (", me.ToString(), StringComparison.Ordinal);
        Assert.NotNull(me.Since);
        Assert.True(me.Since >= TimeSpan.Zero);
        domain.Leave();
    }

    [Fact]
    public async Task Describe_KilledProcess_StillKnowsItsName()
    {
        Domain domain = Domain.Named(_test.Name);
        await using Member member = await Member.StartAsync(_test);
        await member.Process.KillAsync();
        while (domain.Deaths.Value == 0) DomainDirectory.Pause(TimeSpan.FromMilliseconds(5));
        ProcessDescription dead = domain.Describe(member.Identity);
        Assert.Equal(ProcessState.Dead, dead.State);
        Assert.Equal(member.Process.Id, dead.ProcessId);
        Assert.Equal("Multiprocessing.", dead.Program);
        Assert.NotNull(dead.Since);
        Assert.Equal($"process {member.Process.Id.ToString(CultureInfo.InvariantCulture)} (Multiprocessing.), which is dead", dead.ToString());
        domain.Leave();
    }

    [Fact]
    public async Task Registry_RemovedUnderTheLiving_NewcomersGetAnother()
    {
        Domain domain = Domain.Named(_test.Name);
        ulong incarnation = domain.Incarnation;
        await using Member old = await Member.StartAsync(_test);
        Assert.False(domain.IsRemoved);
        Directory.Delete(domain.Directory, recursive: true);
        Assert.True(domain.IsRemoved);
        Domain newcomer = Domain.JoinAgain(domain.Directory);
        Assert.NotEqual(incarnation, newcomer.Incarnation);
        Assert.False(newcomer.IsRemoved);

        // The old ones keep theirs, with notices and all.
        Assert.False(domain.IsDead(old.Identity));
        await old.Process.KillAsync();
        while (domain.Deaths.Value == 0) DomainDirectory.Pause(TimeSpan.FromMilliseconds(5));
        Assert.True(domain.IsDead(old.Identity));
        newcomer.Leave();
        domain.Leave();
    }
}
