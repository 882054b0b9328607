using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Machinery;

public sealed class TestProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_VerbWithArguments_TalksAndEndsCleanly()
    {
        await using var process = TestProcess.Start<EchoVerb>("a", "b c");
        Assert.Equal("a,b c", await process.ExpectAsync("ready", Token));
        await process.SendAsync("hello there");
        Assert.Equal("hello there", await process.ExpectAsync("echo", Token));
        await process.SendAsync("end");
        await process.EndAsync(Token);
        Assert.Null(process.Signal);
    }

    [Fact]
    public async Task Expect_OtherLine_FailsWithTheOutput()
    {
        await using var process = TestProcess.Start<EchoVerb>();
        var error = await Assert.ThrowsAsync<TestProcessException>(() => process.ExpectAsync("rea", Token));
        Assert.Contains("ready", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_Throws_ExitCodeAndErrorAreSeen()
    {
        await using var process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        await process.SendAsync("throw");
        var error = await Assert.ThrowsAsync<TestProcessException>(() => process.EndAsync(Token));
        Assert.Equal(VerbExit.Failed, process.ExitCode);
        Assert.Contains("as told", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_RunningProcess_EndsBySignal()
    {
        await using var process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        await process.KillAsync();
        Assert.Equal(ProcessSignals.SIGKILL, process.Signal);
    }

    [Fact]
    public async Task Stop_ThenContinue_GoesOn()
    {
        await using var process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        await process.StopAsync();
        Assert.Equal('T', ProcessSignals.State(process.Id));
        process.Continue();
        await process.SendAsync("x");
        await process.ExpectAsync("echo", Token);
    }

    [Fact]
    public async Task Watchdog_TimeOver_KillsAndFails()
    {
        await using var process = TestProcess.Start<EchoVerb>(new TestProcessOptions { Watchdog = TimeSpan.FromSeconds(1) });
        var error = await Assert.ThrowsAsync<TestProcessException>(() => process.WaitForExitAsync(Token));
        Assert.Contains("watchdog", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_RunningProcess_LeavesNone()
    {
        var process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        await process.DisposeAsync();
        Assert.Equal('-', ProcessSignals.State(process.Id));
    }

    [Fact]
    public async Task Domain_OfItsOwn_ProcessJoinsAndItsDeathIsSeen()
    {
        using var domain = new TestDomain();
        await using var process = domain.Start<JoinDomainVerb>();
        uint identity = uint.Parse(await process.ExpectAsync("joined", Token), CultureInfo.InvariantCulture);
        Assert.NotEqual(identity, domain.Domain.Me);
        Assert.False(domain.Domain.IsDead(identity));
        await process.KillAsync();
        Assert.True(domain.Domain.IsDead(identity));
    }

    [Fact]
    public async Task Fault_Armed_ProcessKillsItselfThere()
    {
        using var domain = new TestDomain();
        await using var process = domain.Start<JoinDomainVerb>(new TestProcessOptions { Fault = "test.joined" });
        await process.ExpectAsync("joined", Token);
        await process.SendAsync("go");
        await process.EndByKillAsync(Token);
    }

    [Fact]
    public void Dispose_DomainWithAnObjectLeft_Fails()
    {
        var domain = new TestDomain();
        File.WriteAllText(Path.Combine(domain.Directory, "left"), "");
        var error = domain.End();
        Assert.NotNull(error);
        Assert.Contains("left", error.Message, StringComparison.Ordinal);
    }
}
