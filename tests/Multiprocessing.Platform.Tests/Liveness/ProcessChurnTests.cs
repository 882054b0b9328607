using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Platform.Tests.Liveness;

/// <summary>Many come and are killed, at any moment of their lives; those who stay are told of each.</summary>
public abstract class ProcessChurnTests(ITestOutputHelper output)
{
    private const int MembershipsEach = 10;
    private const int ProcessesEach = 4;

    private protected abstract TestProcessOptions Options { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Each process takes ten slots, as ten copies of the library would, so one kill is ten deaths in a row, most of them of neighbours.</summary>
    [Fact]
    public async Task Churn_ManyKilled_ObserversAreToldOfAll()
    {
        using var domain = new TestDomain();
        Member[] observers = await Member.StartAsync(domain, 3, Options);
        await using var all = new MemberGroup(observers);
        var random = new Random(20_261_123);
        int rounds = TestRun.IsLong ? 100 : 5;
        int deaths = 0;
        for (int round = 0; round < rounds; round++)
        {
            var victims = await KillOnceAsync(domain, random);
            deaths += victims.Length;
            if (victims.Length == 0) continue;
            foreach (Member observer in observers)
                await observer.Process.SendAsync("await " + string.Join(' ', victims.Select(static id => id.ToString(CultureInfo.InvariantCulture))));
            foreach (Member observer in observers) await observer.ExpectDeadAsync();
        }

        output.WriteLine($"{rounds * ProcessesEach} processes, {deaths} deaths that were told to each of {observers.Length} observers");
        uint[] living = await observers[0].LivingAsync();
        Assert.Equal(observers.Select(static observer => observer.Identity).Order(), living);
    }

    /// <summary>The identities of those that came so far as to say them. The others are killed somewhere while they start and join.</summary>
    private async Task<uint[]> KillOnceAsync(TestDomain domain, Random random)
    {
        var processes = Enumerable.Range(0, ProcessesEach)
            .Select(_ => domain.Start<MemberVerb>(Options, MembershipsEach.ToString(CultureInfo.InvariantCulture))).ToArray();
        try
        {
            List<uint> identities = [];
            // Two say who they are, then all are killed: the others wherever they are by now.
            foreach (TestProcess process in processes[..2])
            {
                string said = await process.ExpectAsync("joined", Token);
                identities.AddRange(said.Split(' ').Select(static text => uint.Parse(text, CultureInfo.InvariantCulture)));
            }

            random.Shuffle(processes);
            foreach (TestProcess process in processes) process.Kill();
            foreach (TestProcess process in processes) await process.WaitForExitAsync(Token);
            return [.. identities];
        }
        finally
        {
            foreach (TestProcess process in processes) process.Dispose();
        }
    }
}
