using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Synchronization;

/// <summary>Waiters and notifiers of a condition are killed in real processes: no notification is swallowed by the dead, and no notifier waits for them.</summary>
public sealed class ConditionKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two wait for one token. The first in line, who is notified, is killed at each point of its way: the token is the other's, without another notification.</summary>
    [Fact]
    public async Task Wait_NotifiedOneKilledAtEachFaultPoint_OtherGetsTheNotification()
    {
        var killed = await FaultPointKills.RunAsync<TokenWaiterVerb, Tokens>(
            static name => new Tokens(name),
            static async (process, tokens) =>
            {
                await process.ExpectAsync("ready", Token);
                await process.SendAsync("take");
                await process.ExpectAsync("at", Token);
                await tokens.BeginOtherAsync(Token);
                tokens.Put();
                await process.ExpectAsync("taken", Token);
                await process.SendAsync("end");
            },
            static async (tokens, hit) =>
            {
                await tokens.BeginOtherAsync(Token);
                // None is there where the killed one took it, or died before it was put: the other waits for its own. One too many does no harm.
                if (tokens.Count(Token) == 0) tokens.Put();
                await tokens.Other.ExpectAsync("taken", Token);
            },
            new FaultPointKillsOptions { Prefixes = ["condition.", "lock."], MayBeMissed = ["lock.waiting", "lock.asked", "lock.taken", "lock.woken", "lock.freed", "lock.waking"] },
            Token);
        output.WriteLine(string.Join(' ', killed));
    }

    /// <summary>One waits; the notifier is killed at each point of its way.</summary>
    [Fact]
    public async Task Notify_NotifierKilledAtEachFaultPoint_WaiterIsNotLeftAsleep()
    {
        var killed = await FaultPointKills.RunAsync<TokenWaiterVerb, Tokens>(
            static name => new Tokens(name),
            static async (process, tokens) =>
            {
                await process.ExpectAsync("ready", Token);
                await tokens.BeginOtherAsync(Token);
                await process.SendAsync("put");
                await process.ExpectAsync("put", Token);
                await process.SendAsync("end");
            },
            static async (tokens, hit) =>
            {
                // Before the mark nobody was notified: who finds the gate abandoned does it.
                if (hit is { Name: "condition.marking" }) Assert.True(tokens.NotifyAgain(Token));
                await tokens.Other.ExpectAsync("taken", Token);
            },
            new FaultPointKillsOptions { Prefixes = ["condition.", "lock."], MayBeMissed = ["lock.waiting", "lock.asked", "lock.taken", "lock.woken", "lock.freed", "lock.waking", "condition.overflow"] },
            Token);
        Assert.Contains(killed, static hit => hit.Name == "condition.marked");
        output.WriteLine(string.Join(' ', killed));
    }

    /// <summary>
    /// One notification for each token, to workers of which one dies meanwhile, at random or with the notification. The others get every token: nobody is started while one lies there.
    /// </summary>
    [Fact]
    public async Task NotifyStorm_WaitersKilled_EveryTokenIsTaken()
    {
        const int Workers = 4;
        int seed = Environment.TickCount;
        var random = new Random(seed);
        int deathsWanted = TestRun.Kills ?? (TestRun.IsLong ? 600 : 12);
        int deaths = 0;
        long put = 0;
        await using var tokens = new Tokens(TestRun.NewName(), startsOther: false);
        var workers = new List<TestProcess>();
        try
        {
            for (; deaths < deathsWanted; put++)
            {
                while (workers.Count < Workers) workers.Add(await BeginWorkerAsync(tokens.Name, workers.Count, random));
                tokens.Put();
                // The first one lives, so somebody is left who can take the token.
                if (random.Next(4) == 0) workers[random.Next(1, Workers)].Kill();
                await tokens.WaitTakenAsync($"seed {seed}, token {put}, {deaths} deaths", Token);
                foreach (var dead in workers.Where(static worker => worker.HasExited).ToList())
                {
                    await dead.EndByKillAsync(Token);
                    await dead.DisposeAsync();
                    workers.Remove(dead);
                    deaths++;
                }
            }

            await workers[0].SendAsync("end");
            await workers[0].ExpectAsync("done", Token);
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }

        output.WriteLine($"seed {seed}: {put} tokens, {deaths} deaths");
    }

    /// <summary>All but the first kill themselves, most of them when they are notified.</summary>
    private static async Task<TestProcess> BeginWorkerAsync(string name, int place, Random random)
    {
        string[] points = ["condition.notified", "condition.notified", "condition.joined", "condition.passing", "lock.freed", "lock.waking"];
        string? fault = place == 0 ? null : new FaultHit(points[random.Next(points.Length)], random.Next(1, 8)).ToString();
        var worker = TestProcess.Start<TokenWorkerVerb>(new TestProcessOptions { Fault = fault, Watchdog = TimeSpan.FromHours(1) }, name, random.Next(2).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await worker.ExpectAsync("ready", Token);
        await worker.SendAsync("go");
        return worker;
    }

    /// <summary>A gate, a condition and a count of tokens; and a process that wants one.</summary>
    private sealed class Tokens : IAsyncDisposable
    {
        private readonly InterprocessLock _gate;
        private readonly InterprocessCondition _condition;
        private readonly SharedArray<long> _cells;
        private readonly TestProcess? _other;
        private bool _isBegun;

        internal Tokens(string name, bool startsOther = true)
        {
            Name = name;
            _gate = InterprocessLock.Create(name);
            _condition = InterprocessCondition.Create(_gate, name + ".condition");
            _cells = SharedArray.Create<long>(name + ".cells", 1);
            if (startsOther) _other = TestProcess.Start<TokenWaiterVerb>(name);
        }

        internal string Name { get; }

        internal TestProcess Other => _other!;

        /// <summary>Waits until no token is there, which takes milliseconds where no notification is swallowed.</summary>
        internal async Task WaitTakenAsync(string state, CancellationToken token)
        {
            long begin = TimeProvider.System.GetTimestamp();
            while (Volatile.Read(ref _cells[0]) != 0)
            {
                if (TimeProvider.System.GetElapsedTime(begin) > s_long) throw new TimeoutException($"A token lies there, and of the waiting nobody was woken for it: {state}.");
                await Task.Delay(1, token);
            }
        }

        internal long Count(CancellationToken token)
        {
            using var scope = _gate.Enter(s_long, token);
            return _cells[0];
        }

        internal void Put()
        {
            using var scope = _gate.Enter(s_long);
            _cells[0]++;
            _condition.Notify();
        }

        /// <summary>Notifies without a further token. Whether the gate's holder before had died.</summary>
        internal bool NotifyAgain(CancellationToken token)
        {
            using var scope = _gate.Enter(s_long, token);
            _condition.Notify();
            return scope.WasAbandoned;
        }

        /// <summary>Puts the other process in line, unless it is.</summary>
        internal async Task BeginOtherAsync(CancellationToken token)
        {
            if (_isBegun) return;
            _isBegun = true;
            await Other.ExpectAsync("ready", token);
            await Other.SendAsync("take");
            await Other.ExpectAsync("at", token);
        }

        public async ValueTask DisposeAsync()
        {
            if (_other is not null) await _other.DisposeAsync();
            _condition.Dispose();
            _gate.Dispose();
            _cells.Dispose();
            InterprocessCondition.Remove(Name + ".condition");
            InterprocessLock.Remove(Name);
            SharedArray.Remove(Name + ".cells");
        }
    }
}
