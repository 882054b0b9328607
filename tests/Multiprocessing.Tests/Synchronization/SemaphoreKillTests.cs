using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Holders, waiters and releasers of semaphores are killed in real processes: permits come back, signals stay what they are, and nobody sleeps on.</summary>
public sealed class SemaphoreKillTests(ITestOutputHelper output)
{
    private static readonly string[] s_points = ["semaphore.waiting", "semaphore.released", "waitpoint.waking", "waitpoint.woken"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A process waits for the only permit, gets it, and gives it back while another one waits; it is killed at each point of that.</summary>
    [Fact]
    public async Task Permits_HolderKilledAtEachFaultPoint_PermitComesBack()
    {
        var killed = await FaultPointKills.RunAsync<HoldUnitVerb, Seats>(
            static name => new Seats(name, SemaphoreKind.Permits),
            static async (process, seats) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("enter");
                await process.ExpectAsync("at", Token);
                seats.Leave();
                await process.ExpectAsync("entered", Token);
                await seats.BeginRivalAsync(Token);
                await process.SendAsync("leave");
                await process.ExpectAsync("left", Token);
                await process.SendAsync("end");
            },
            static async (seats, hit) =>
            {
                seats.Leave();
                await seats.BeginRivalAsync(Token);
                string entered = await seats.Rival.ExpectAsync("entered", Token);
                Assert.True(hit is not null || entered == "clean", entered);
                Assert.Equal(0, seats.Semaphore.CurrentCount);
                await seats.Rival.SendAsync("leave");
                await seats.Rival.ExpectAsync("left", Token);
                Assert.Equal(1, seats.Semaphore.CurrentCount);
                using var scope = seats.Semaphore.Enter(Token);
                Assert.False(scope.WasAbandoned);
            },
            new FaultPointKillsOptions { Prefixes = ["semaphore.", "waitpoint."], MayBeMissed = ["waitpoint.waking", "waitpoint.woken"] },
            Token);
        output.WriteLine(string.Join(' ', killed));
    }

    /// <summary>A process releases a signal while another one waits for it; wherever it is killed, the signal was given or not, and who waits is not left asleep.</summary>
    [Fact]
    public async Task Signals_ReleaserKilledAtEachFaultPoint_WaiterGetsTheUnit()
    {
        var killed = await FaultPointKills.RunAsync<HoldUnitVerb, Seats>(
            static name => new Seats(name, SemaphoreKind.Signals),
            static async (process, seats) =>
            {
                await process.ExpectAsync("ready", Token);
                await seats.BeginRivalAsync(Token);
                await process.SendAsync("release");
                await process.ExpectAsync("released", Token);
                await process.SendAsync("end");
            },
            static async (seats, hit) =>
            {
                // All points lie behind the step that gives the unit.
                Assert.Equal("clean", await seats.Rival.ExpectAsync("entered", Token));
                Assert.Equal(0, seats.Semaphore.CurrentCount);
            },
            new FaultPointKillsOptions { Prefixes = ["semaphore.", "waitpoint."] },
            Token);
        Assert.Contains(killed, static hit => hit.Name == "semaphore.released");
        output.WriteLine(string.Join(' ', killed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Permits_RandomKills_AllComeBackAndNoneIsMade(int maximum)
    {
        string name = TestRun.NewName();
        using var seats = InterprocessSemaphore.Create(name, maximum, maximum);
        using var cells = SharedArray.Create<long>(name + ".cells", 8);
        try
        {
            var options = new KillLoopOptions
            {
                FaultPoints = s_points,
                AfterKill = _ =>
                {
                    Assert.InRange(seats.CurrentCount, 0, maximum);
                    return Task.CompletedTask;
                },
            };
            var result = await KillLoop.RunAsync<PermitWorkerVerb>(options, [name, name + ".cells"], Token);
            output.WriteLine($"{result with { Reports = [] }}; abandoned {cells[0]}; reports {string.Join(' ', result.Reports)}");
            Assert.Contains(result.Reports, static rounds => long.Parse(rounds, CultureInfo.InvariantCulture) > 0);
            Assert.InRange(cells[0], 0, result.Kills + result.OwnKills);
            Assert.Equal(maximum, seats.CurrentCount);
            // Every one of them can be had, and no more.
            for (int i = 0; i < maximum; i++) seats.Wait(TimeSpan.FromSeconds(30), Token);
            Assert.False(seats.TryWait(TimeSpan.Zero, Token));
            Assert.Throws<SemaphoreFullException>(() => seats.Release(maximum + 1));
            seats.Release(maximum);
        }
        finally
        {
            InterprocessSemaphore.Remove(name);
            SharedArray.Remove(name + ".cells");
        }
    }

    /// <summary>A semaphore of one unit, and a rival in another process.</summary>
    private sealed class Seats : IAsyncDisposable
    {
        private readonly string _name;
        private SemaphoreScope _scope;
        private bool _isRivalBegun;

        internal Seats(string name, SemaphoreKind kind)
        {
            _name = name;
            Semaphore = InterprocessSemaphore.Create(name, kind == SemaphoreKind.Permits ? 1 : 0, 1, kind);
            if (kind == SemaphoreKind.Permits) _scope = Semaphore.Enter();
            Rival = TestProcess.Start<HoldUnitVerb>(name);
        }

        internal InterprocessSemaphore Semaphore { get; }

        internal TestProcess Rival { get; }

        internal void Leave() => _scope.Dispose();

        /// <summary>Makes the rival want a unit, and waits until it sleeps or has one.</summary>
        internal async Task BeginRivalAsync(CancellationToken token)
        {
            if (_isRivalBegun) return;
            _isRivalBegun = true;
            await Rival.ExpectAsync("ready", token);
            await Rival.SendAsync("enter");
            if (Semaphore.CurrentCount == 0) await Rival.ExpectAsync("at", token);
        }

        public async ValueTask DisposeAsync()
        {
            await Rival.DisposeAsync();
            Semaphore.Dispose();
            InterprocessSemaphore.Remove(_name);
        }
    }
}
