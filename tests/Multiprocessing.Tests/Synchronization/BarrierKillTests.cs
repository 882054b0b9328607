using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Parties of a barrier are killed in real processes: it is broken for all, unless it was passed before, and nobody waits for the dead.</summary>
public sealed class BarrierKillTests(ITestOutputHelper output)
{
    private static readonly FaultPointKillsOptions s_options = new() { Prefixes = ["barrier.", "waitpoint."] };
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Wait_LastPartyKilledAtEachFaultPoint_BrokenForAllOrPassedByAll() => LastPartyAsync<PartyVerb>();

    [Fact]
    public Task Wait_ActingPartyKilledAtEachFaultPoint_BrokenForAllOrPassedByAll() => LastPartyAsync<ActingPartyVerb>();

    [Fact]
    public async Task Wait_FirstPartyKilledAtEachFaultPoint_BrokenForAll()
    {
        var killed = await FaultPointKills.RunAsync<PartyVerb, Parties>(
            static name => new Parties(name),
            static async (process, parties) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("wait");
                await process.ExpectAsync("at", Token);
                await parties.BeginAsync(Token);
                await process.ExpectAsync("passed", Token);
                await process.SendAsync("end");
            },
            static async (parties, hit) =>
            {
                await parties.BeginAsync(Token);
                // At the point where it waits it says so first and dies then: the others may be faster than that.
                string outcome = await parties.OutcomeAsync(Token);
                if (hit is not { Name: "barrier.waiting" }) Assert.Equal(hit is null ? "passed" : "broken", outcome);
                await parties.VerifyResetAsync(Token);
            },
            s_options,
            Token);
        Assert.Contains(killed, static hit => hit.Name == "barrier.waiting");
        output.WriteLine(string.Join(' ', killed));
    }

    [Fact]
    public async Task Wait_RandomKills_LivingOnesPassRounds()
    {
        string name = TestRun.NewName();
        using var barrier = InterprocessBarrier.Create(name, 4);
        try
        {
            var options = new KillLoopOptions { FaultPoints = ["barrier.arrived", "barrier.waiting", "barrier.acting", "barrier.stepped", "barrier.breaking", "waitpoint.waking"] };
            var result = await KillLoop.RunAsync<BarrierWorkerVerb>(options, [name], Token);
            output.WriteLine($"{result with { Reports = [] }}; reports {string.Join(' ', result.Reports)}; {barrier}");
            barrier.Reset();
            Assert.False(barrier.IsBroken);
            Assert.Equal(0, barrier.WaitingCount);
            // All parts are free again: four new waits pass.
            Task<int>[] waits = [.. Enumerable.Range(0, 4).Select(_ => barrier.WaitAsync(s_long, Token).AsTask())];
            Assert.Equal([0, 1, 2, 3], (await Task.WhenAll(waits)).Order());
            Assert.Contains(result.Reports, static passed => long.Parse(passed, CultureInfo.InvariantCulture) >= 0);
        }
        finally
        {
            InterprocessBarrier.Remove(name);
        }
    }

    private async Task LastPartyAsync<TVerb>()
        where TVerb : PartyVerb
    {
        var killed = await FaultPointKills.RunAsync<TVerb, Parties>(
            static name => new Parties(name),
            static async (process, parties) =>
            {
                await process.ExpectAsync("ready", Token);
                await parties.BeginAsync(Token);
                await process.SendAsync("wait");
                await process.ExpectAsync("passed", Token);
                await process.SendAsync("end");
            },
            static async (parties, hit) =>
            {
                // Behind its step the round is over, and was passed by all.
                bool isPassed = hit is null or { Name: "barrier.stepped" or "waitpoint.waking" or "waitpoint.woken" };
                Assert.Equal(isPassed ? "passed" : "broken", await parties.OutcomeAsync(Token));
                await parties.VerifyResetAsync(Token);
            },
            s_options,
            Token);
        Assert.Contains(killed, static hit => hit.Name == "barrier.arrived");
        output.WriteLine(string.Join(' ', killed));
    }

    /// <summary>A barrier of three, of which two are here and in a process that lives.</summary>
    private sealed class Parties : IAsyncDisposable
    {
        private readonly string _name;
        private readonly InterprocessBarrier _barrier;
        private readonly TestProcess _other;
        private Task<int>? _own;

        internal Parties(string name)
        {
            _name = name;
            _barrier = InterprocessBarrier.Create(name, 3);
            _other = TestProcess.Start<PartyVerb>(name);
        }

        /// <summary>Lets both arrive, unless they have.</summary>
        internal async Task BeginAsync(CancellationToken token)
        {
            if (_own is not null) return;
            await _other.ExpectAsync("ready", token);
            await _other.SendAsync("wait");
            _own = _barrier.WaitAsync(s_long, token).AsTask();
            while (_barrier.WaitingCount is 1 && !_own.IsCompleted) await Task.Delay(1, token);
        }

        /// <summary>"passed" or "broken", the same for both.</summary>
        internal async Task<string> OutcomeAsync(CancellationToken token)
        {
            string outcome;
            try
            {
                await _own!;
                outcome = "passed";
            }
            catch (BrokenBarrierException)
            {
                outcome = "broken";
            }

            string line = await _other.ReadLineAsync(token);
            if (line.StartsWith("at ", StringComparison.Ordinal)) line = await _other.ReadLineAsync(token);
            Assert.Equal(outcome, line);
            return outcome;
        }

        /// <summary>After a reset a new third party makes it whole.</summary>
        internal async Task VerifyResetAsync(CancellationToken token)
        {
            _barrier.Reset();
            await using var third = TestProcess.Start<PartyVerb>(_name);
            await third.ExpectAsync("ready", token);
            await third.SendAsync("wait");
            await _other.SendAsync("wait");
            await _barrier.WaitAsync(s_long, token);
            string line = await third.ReadLineAsync(token);
            if (line.StartsWith("at ", StringComparison.Ordinal)) line = await third.ReadLineAsync(token);
            Assert.Equal("passed", line);
            line = await _other.ReadLineAsync(token);
            if (line.StartsWith("at ", StringComparison.Ordinal)) line = await _other.ReadLineAsync(token);
            Assert.Equal("passed", line);
            await third.SendAsync("end");
            await third.EndAsync(token);
        }

        public async ValueTask DisposeAsync()
        {
            await _other.DisposeAsync();
            _barrier.Dispose();
            InterprocessBarrier.Remove(_name);
        }
    }
}
