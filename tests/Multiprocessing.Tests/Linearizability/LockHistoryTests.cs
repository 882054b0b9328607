using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Linearizability;

/// <summary>What real processes saw of a lock, some of them killed, has an order that a lock could have had.</summary>
public sealed class LockHistoryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Lock_ManyProcesses_HistoryIsLinearizable(int kills)
    {
        var token = TestContext.Current.CancellationToken;
        string name = TestRun.NewName();
        string folder = Path.Combine(TestRun.TemporaryFolder, name);
        using var gate = InterprocessLock.Create(name);
        try
        {
            int callsMax = TestRun.IsLong ? 2_000 : 200;
            var options = new KillLoopOptions
            {
                Kills = TestRun.IsLong ? kills * 20 : kills,
                PauseMax = TimeSpan.FromMilliseconds(10),
                FaultPoints = kills == 0 ? [] : ["lock.taken", "lock.freed", "lock.waking"],
                FaultPassesMax = 20,
            };
            var result = await KillLoop.RunAsync<LockHistoryVerb>(options, [name, folder, callsMax.ToString(CultureInfo.InvariantCulture)], token);
            var history = HistoryReader.Read(folder);
            output.WriteLine($"{history.Count} calls, {history.Count(static c => c.Kind == HistoryCall.Death)} deaths, {history.Count(static c => c.Kind == LockModel.Enter && c.Result == 1)} told; {result with { Reports = [] }}");
            Assert.NotEmpty(history);
            LinearizabilityChecker.Check(new LockModel(), history);
        }
        finally
        {
            InterprocessLock.Remove(name);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
