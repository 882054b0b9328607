using System.Globalization;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Memory;

/// <summary>Many processes make, open, close and remove one name at the same time, and are killed at it.</summary>
public sealed class CreationStormTests(ITestOutputHelper output)
{
    private static readonly string[] s_faultPoints =
    [
        "segment.reserved", "segment.filled", "segment.published", "segment.entered", "segment.left",
        "segment.removing", "segment.unlinking", "segment.unlinked", "segment.hidden", "segment.flagged",
    ];

    [Theory]
    [InlineData("last-user")]
    [InlineData("removed")]
    public async Task Storm_OneName_NeverTwoObjectsNeverHalfOnesNothingLeft(string mode)
    {
        var token = TestContext.Current.CancellationToken;
        using var test = new TestDomain();
        var witness = Segment.Create(test.Domain, CreationStormVerb.WitnessName, CreationStormVerb.WitnessContent);
        // More workers than this overlap all the time, and then the object of the last user never goes: 32 of them went through 300 kills with one and the same object.
        var options = new KillLoopOptions { Workers = TestRun.IsLong ? 6 : 3, FaultPoints = s_faultPoints, FaultPassesMax = 400 };
        var result = await KillLoop.RunAsync<CreationStormVerb>(test, options, [mode], token);
        output.WriteLine($"{result with { Reports = [] }}; opened {string.Join(' ', result.Reports)}");
        Assert.Contains(result.Reports, static r => long.Parse(r, CultureInfo.InvariantCulture) > 0);
        string story = DomainStory.Of(test.Domain);
        Segment.Remove(test.Domain, SegmentKind.Value, CreationStormVerb.Name);
        witness.Release();
        Segment.Remove(test.Domain, SegmentKind.Array, CreationStormVerb.WitnessName);
        SegmentSweep.Run(test.Domain);
        var left = Leftovers.InDomain(test.Directory);
        Assert.True(left.Count == 0, $"After the sweep lie in the domain:\n{DomainStory.Of(test.Domain)}When the last worker had ended, there lay:\n{story}");
    }
}
