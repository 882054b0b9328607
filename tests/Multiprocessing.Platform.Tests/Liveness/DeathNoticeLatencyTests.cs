using System.Diagnostics;
using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>
/// How long after the kill everybody knows. A measurement, and no time is asserted: docs/internals/liveness.md has figures taken with MP_LONG=1.
/// </summary>
public sealed class DeathNoticeLatencyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public async Task Kill_OneOfMany_AllKnow(int processes)
    {
        int kills = TestRun.IsLong ? 300 : 3;
        if (!TestRun.IsLong) processes = Math.Min(processes, 8);
        using var domain = new TestDomain();
        List<Member> members = [.. await Member.StartAsync(domain, processes)];
        List<double> first = [];
        List<double> last = [];
        try
        {
            for (int i = 0; i < kills; i++)
            {
                Member victim = members[i % members.Count];
                members.Remove(victim);
                foreach (Member other in members) await other.SendAwaitAsync(victim);
                // What they were told is on its way through a pipe; the first round trip after it says that they wait, or are about to.
                DomainPause();
                long start = Stopwatch.GetTimestamp();
                ProcessSignals.Send(victim.Process.Id, ProcessSignals.SIGKILL);
                List<long> known = [];
                foreach (Member other in members) known.Add(await other.ExpectDeadAsync());
                first.Add((known.Min() - start) / 1e6);
                last.Add((known.Max() - start) / 1e6);
                await victim.Process.KillAsync();
                await victim.DisposeAsync();
                members.Add(await Member.StartAsync(domain));
            }
        }
        finally
        {
            foreach (Member member in members) await member.DisposeAsync();
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{processes} processes, {kills} kills, ms from the kill: first to know p50 {At(first, 0.5):F2} p99 {At(first, 0.99):F2}; last p50 {At(last, 0.5):F2} p99 {At(last, 0.99):F2} max {last.Max():F2}"));
        Assert.Equal(kills, last.Count);
    }

    private static void DomainPause() => Platform.Liveness.DomainDirectory.Pause(TimeSpan.FromMilliseconds(30));

    private static double At(List<double> values, double part)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[Math.Min((int)(part * sorted.Count), sorted.Count - 1)];
    }
}
