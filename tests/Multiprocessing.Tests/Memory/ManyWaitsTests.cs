using System.Globalization;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>Asynchronous waits cost memory and not threads.</summary>
public sealed class ManyWaitsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task PendingWaits_TenThousandOfEveryKind_NeedAHandfulOfThreads()
    {
        var token = TestContext.Current.CancellationToken;
        using var domain = new TestDomain();
        await using var process = domain.Start<ManyWaitsVerb>("10000");
        string[] counts = (await process.ExpectAsync("waiting", token)).Split(' ');
        output.WriteLine($"{counts[0]} waits pending, threads before and with them: {counts[1]}, {counts[2]}");
        Assert.Equal("10000", counts[0]);
        Assert.InRange(int.Parse(counts[2], CultureInfo.InvariantCulture) - int.Parse(counts[1], CultureInfo.InvariantCulture), -100, 8);
        await process.ExpectAsync("done", token);
        await process.EndAsync(token);
    }
}
