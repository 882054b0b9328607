using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Holders and waiters of a lock are killed in real processes.</summary>
public sealed class InterprocessLockKillTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A process waits for the lock, gets it, leaves it to another one; it is killed at each point of that.</summary>
    [Fact]
    public async Task Enter_KilledAtEachFaultPoint_OthersGetTheLockAndAreTold()
    {
        var killed = await FaultPointKills.RunAsync<HoldLockVerb, Gate>(
            static name => new Gate(name),
            static async (process, gate) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("enter");
                await process.ExpectAsync("at", Token);
                gate.Leave();
                await process.ExpectAsync("entered", Token);
                await gate.SendRivalAsync(Token);
                await process.SendAsync("leave");
                await process.ExpectAsync("left", Token);
                await process.SendAsync("end");
            },
            static async (gate, hit) =>
            {
                gate.Leave();
                string entered = await gate.RivalEntersAsync(Token);
                Assert.True(hit is not null || entered == "clean", entered);
                await gate.Rival.SendAsync("leave");
                await gate.Rival.ExpectAsync("left", Token);
                // A death is told once: to the rival, or to nobody if the killed one did not hold the lock.
                using var scope = gate.Lock.Enter(Token);
                Assert.False(scope.WasAbandoned);
            },
            new FaultPointKillsOptions { Prefixes = ["lock."] },
            Token);
        output.WriteLine(string.Join(' ', killed));
    }

    [Fact]
    public async Task Enter_RandomKills_OneInsideAndEveryDeathToldOnce()
    {
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        using var cells = SharedArray.Create<long>(name + ".cells", 8);
        try
        {
            var result = await KillLoop.RunAsync<LockWorkerVerb>(
                new KillLoopOptions { FaultPoints = ["lock.waiting", "lock.asked", "lock.taken", "lock.freed", "lock.waking", "lock.woken"] }, [name, name + ".cells"], Token);
            output.WriteLine($"{result with { Reports = [] }}; rounds {cells[0]}, abandoned {cells[3]}; reports {string.Join(' ', result.Reports)}");
            using (gate.Enter(Token)) Assert.Equal(cells[0], cells[1]);
            Assert.Equal(0, cells[4]);
            Assert.InRange(cells[3], 0, result.Kills + result.OwnKills);
            Assert.NotEqual(0, cells[0]);
        }
        finally
        {
            InterprocessLock.Remove(name);
            SharedArray.Remove(name + ".cells");
        }
    }

    [Fact]
    public async Task Enter_HolderStopped_NobodyTakesTheLock()
    {
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        try
        {
            await using var holder = TestProcess.Start<HoldLockVerb>(name);
            await holder.ExpectAsync("ready", Token);
            await holder.SendAsync("enter");
            await holder.ExpectAsync("entered", Token);
            await holder.StopAsync();
            Assert.False(gate.TryEnter(TimeSpan.FromSeconds(TestRun.IsLong ? 60 : 3), out _, Token));
            holder.Continue();
            await holder.SendAsync("leave");
            await holder.ExpectAsync("left", Token);
            using var scope = gate.Enter(Token);
            Assert.False(scope.WasAbandoned);
            await holder.SendAsync("end");
            await holder.EndAsync(Token);
        }
        finally
        {
            InterprocessLock.Remove(name);
        }
    }

    /// <summary>The test's own hold of the lock, and a rival in another process.</summary>
    private sealed class Gate : IAsyncDisposable
    {
        private readonly string _name;
        private LockScope _scope;
        private bool _isLeft;
        private bool _isRivalSent;

        internal Gate(string name)
        {
            _name = name;
            Lock = InterprocessLock.Create(name);
            _scope = Lock.Enter();
            Rival = TestProcess.Start<HoldLockVerb>(name);
        }

        internal InterprocessLock Lock { get; }

        internal TestProcess Rival { get; }

        internal void Leave()
        {
            if (_isLeft) return;
            _isLeft = true;
            _scope.Dispose();
        }

        /// <summary>Makes the rival wait for the lock, which somebody else holds.</summary>
        internal async Task SendRivalAsync(CancellationToken token)
        {
            _isRivalSent = true;
            await Rival.ExpectAsync("ready", token);
            await Rival.SendAsync("enter");
            await Rival.ExpectAsync("at", token);
        }

        /// <summary>Waits until the rival is inside: "clean" or "abandoned".</summary>
        internal async Task<string> RivalEntersAsync(CancellationToken token)
        {
            if (!_isRivalSent)
            {
                await Rival.ExpectAsync("ready", token);
                await Rival.SendAsync("enter");
            }

            string line = await Rival.ReadLineAsync(token);
            if (line.StartsWith("at ", StringComparison.Ordinal)) line = await Rival.ReadLineAsync(token);
            return line["entered ".Length..];
        }

        public async ValueTask DisposeAsync()
        {
            Leave();
            await Rival.DisposeAsync();
            Lock.Dispose();
            InterprocessLock.Remove(_name);
        }
    }
}
