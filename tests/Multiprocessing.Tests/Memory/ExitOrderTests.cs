using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>The verdict "dead" means that no thread of the process writes any more. All repairs rest on this.</summary>
public sealed class ExitOrderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task IsDead_ProcessWithManyThreadsKilled_NoWriteAfterTheVerdict(int threads)
    {
        var token = TestContext.Current.CancellationToken;
        using var test = new TestDomain();
        var segment = Segment.Create(test.Domain, ManyWritersVerb.Name, ManyWritersVerb.Content);
        ulong[] atVerdict = new ulong[threads];
        long looks = 0;
        int rounds = TestRun.IsLong ? 2_000 : 2;
        for (int round = 0; round < rounds; round++)
        {
            await using var process = test.Start<ManyWritersVerb>(threads.ToString(CultureInfo.InvariantCulture));
            uint identity = uint.Parse(await process.ExpectAsync("writing", token), CultureInfo.InvariantCulture);
            var cells = segment.Body<ulong>(0, threads);
            process.Kill();
            while (!test.Domain.IsDead(identity)) looks++;
            for (int i = 0; i < threads; i++) atVerdict[i] = Volatile.Read(ref cells[i]);
            await process.EndByKillAsync(token);
            for (int i = 0; i < threads; i++)
            {
                Assert.NotEqual(0u, atVerdict[i]);
                Assert.Equal(atVerdict[i], Volatile.Read(ref cells[i]));
            }
        }

        output.WriteLine($"{rounds} kills of {threads} threads; asked {looks} times while they died");
        segment.Release();
        Segment.Remove(test.Domain, SegmentKind.Array, ManyWritersVerb.Name);
    }
}
