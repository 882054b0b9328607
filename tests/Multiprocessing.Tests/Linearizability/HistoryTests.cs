using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Linearizability;

/// <summary>What real processes saw of an object, some of them killed, has an order that the object could have had.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Lock_ManyProcesses_HistoryIsLinearizable(int kills)
    {
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        try
        {
            await RunAsync<LockHistoryVerb, int>(name, kills, new LockModel(), ["lock.taken", "lock.freed", "lock.waking"]);
        }
        finally
        {
            InterprocessLock.Remove(name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Semaphore_ManyProcesses_HistoryIsLinearizable(int kills)
    {
        string name = TestRun.NewName();
        using var seats = InterprocessSemaphore.Create(name, 2, 2);
        try
        {
            await RunAsync<SemaphoreHistoryVerb, SequenceState>(name, kills, new SemaphoreModel(2, 2, clients: 500, permitsComeBack: true), ["semaphore.released", "semaphore.waiting"]);
        }
        finally
        {
            InterprocessSemaphore.Remove(name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Queue_ManyProcesses_HistoryIsLinearizable(int kills)
    {
        string name = TestRun.NewName();
        using var queue = InterprocessQueue.Create<long>(name, capacity: 8);
        try
        {
            await RunAsync<QueueHistoryVerb, SequenceState>(name, kills, new QueueModel(queue.Capacity), ["ring.put.claimed", "ring.put.copied", "ring.put.committed", "ring.take.claimed", "ring.take.copied", "ring.take.committed"]);
        }
        finally
        {
            InterprocessQueue.Remove(name);
        }
    }

    private async Task RunAsync<TVerb, TState>(string name, int kills, SequentialModel<TState> model, string[] faultPoints)
        where TVerb : Verb
        where TState : IEquatable<TState>
    {
        string folder = Path.Combine(TestRun.TemporaryFolder, name);
        try
        {
            int callsMax = TestRun.IsLong ? 2_000 : 200;
            var options = new KillLoopOptions
            {
                Kills = TestRun.IsLong ? kills * 20 : kills,
                PauseMax = TimeSpan.FromMilliseconds(10),
                FaultPoints = kills == 0 ? [] : faultPoints,
                FaultPassesMax = 20,
            };
            var result = await KillLoop.RunAsync<TVerb>(options, [name, folder, callsMax.ToString(CultureInfo.InvariantCulture)], TestContext.Current.CancellationToken);
            var history = HistoryReader.Read(folder);
            output.WriteLine($"{history.Count} calls, {history.Count(static c => c.Kind == HistoryCall.Death)} deaths; {result with { Reports = [] }}");
            Assert.NotEmpty(history);
            LinearizabilityChecker.Check(model, history);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
