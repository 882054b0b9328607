using System.Diagnostics;
using System.Text;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

public sealed class ProcessFactsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Stat_CommandWithBracketsAndSpaces_IsParsed()
    {
        byte[] text = Encoding.ASCII.GetBytes("42 (a) S 1 (b)) T 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 9 18 777 20\n");
        Assert.True(ProcessStat.TryParse(text, out ProcessStat stat));
        Assert.Equal(new ProcessStat(42, 'T', 9, 777), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (x)")]
    [InlineData("42 (x) S 1 2 3")]
    [InlineData("x (x) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 9 18 777 20\n")]
    public void Stat_OtherText_IsNotParsed(string text) => Assert.False(ProcessStat.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData('Z', 1, true)]
    [InlineData('Z', 2, false)] // the first thread has ended, others run
    [InlineData('X', 0, true)]
    [InlineData('T', 1, false)]
    public void Stat_Zombie_IsOneWithoutThreads(char state, int threads, bool isZombie) =>
        Assert.Equal(isZombie, new ProcessStat(1, state, threads, 1).IsZombie);

    [Fact]
    public void OwnFacts_AreKnown()
    {
        Assert.NotEqual(0u, ProcessFacts.StartTime);
        Assert.NotEqual(0u, ProcessFacts.PidNamespace);
        Assert.NotEqual(Guid.Empty, ProcessFacts.BootId);
    }

    [Fact]
    public void IsGone_LivingProcess_IsTrueOnlyForAnotherStart()
    {
        Assert.False(ProcessFacts.IsGone(Environment.ProcessId, ProcessFacts.StartTime));
        Assert.True(ProcessFacts.IsGone(Environment.ProcessId, ProcessFacts.StartTime + 1));
        Assert.False(ProcessFacts.IsGone(Environment.ProcessId, 0));
        Assert.False(ProcessFacts.IsGone(0, 0));
    }

    [Fact]
    public async Task IsGone_KilledProcess_IsTrue()
    {
        await using TestProcess process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        Assert.True(ProcessFacts.TryReadStat($"/proc/{process.Id}/stat", out ProcessStat stat));
        Assert.Equal(process.Id, stat.ProcessId);
        Assert.False(ProcessFacts.IsGone(process.Id, stat.StartTime));
        Assert.Contains("EchoVerb", ProcessFacts.CommandLine(process.Id), StringComparison.Ordinal);
        await process.KillAsync();
        Assert.True(ProcessFacts.IsGone(process.Id, stat.StartTime));
        Assert.Equal("?", ProcessFacts.CommandLine(process.Id));
    }

    [Fact]
    public async Task StateOf_StoppedProcess_IsStopped()
    {
        await using TestProcess process = TestProcess.Start<EchoVerb>();
        await process.ExpectAsync("ready", Token);
        Assert.Equal(ProcessState.Alive, ProcessFacts.StateOf(process.Id));
        await process.StopAsync();
        Assert.Equal(ProcessState.Stopped, ProcessFacts.StateOf(process.Id));
        process.Continue();
    }
}
