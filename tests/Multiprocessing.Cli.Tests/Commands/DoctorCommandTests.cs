using System.Text.Json;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests.Commands;

public class DoctorCommandTests
{
    [Fact]
    public async Task Doctor_ThisMachine_IsHealthy()
    {
        using var domain = new TestDomain();
        ToolRun run = await ToolRun.OfAsync(domain, "doctor", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("healthy").GetBoolean());
        Dictionary<string, JsonElement> findings = Findings(run);
        Assert.Superset(
            new HashSet<string> { "system", "processors", "futex_waitv", "membarrier", "domain", "place", "memory limit", "processes", "descriptors", "mappings" }, findings.Keys.ToHashSet());
        Assert.Equal("good", findings["domain"].GetProperty("level").GetString());
        ToolRun text = await ToolRun.OfAsync(domain, "doctor");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("Everything that is needed is there.", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WithoutKernelFeatures_AdvisesAndIsHealthy()
    {
        using var domain = new TestDomain();
        ToolRun run = await ToolRun.OfAsync(
            new Dictionary<string, string?> { [Domain.NameVariable] = domain.Name, ["MP_NO_FUTEX_WAITV"] = "1", ["MP_NO_MEMBARRIER"] = "1" }, "doctor", "--json");
        Assert.Equal(0, run.ExitCode);
        foreach (string feature in (string[])["futex_waitv", "membarrier"])
        {
            JsonElement finding = Findings(run)[feature];
            Assert.Equal("slower", finding.GetProperty("level").GetString());
            Assert.NotEmpty(finding.GetProperty("advice").GetString()!);
        }
    }

    [Fact]
    public async Task Doctor_PlaceMissing_IsBadAndExitsOne()
    {
        var environment = new Dictionary<string, string?> { [Domain.NameVariable] = TestRun.Prefix + "doctor", [Domain.PlaceVariable] = Path.Combine(TestRun.TemporaryFolder, "no-such-place") };
        ToolRun run = await ToolRun.OfAsync(environment, "doctor", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("healthy").GetBoolean());
        Assert.Equal("bad", Findings(run)["domain"].GetProperty("level").GetString());
        ToolRun text = await ToolRun.OfAsync(environment, "doctor");
        Assert.Equal(1, text.ExitCode);
        Assert.Contains("missing; see above", text.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("ls", "--no-such-option")]
    public async Task CommandLine_NotUnderstood_ExitsTwo(params string[] arguments)
    {
        using var domain = new TestDomain();
        Assert.Equal(2, (await ToolRun.OfAsync(domain, arguments)).ExitCode);
    }

    [Fact]
    public async Task CommandLine_Help_ExitsZeroAndNamesTheCommands()
    {
        using var domain = new TestDomain();
        ToolRun run = await ToolRun.OfAsync(domain, "--help");
        Assert.Equal(0, run.ExitCode);
        foreach (string command in (string[])["ls", "clean", "doctor"]) Assert.Contains(command, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_DomainNameNotAllowed_ExitsOneWithTheReason()
    {
        ToolRun run = await ToolRun.OfAsync(new Dictionary<string, string?> { [Domain.NameVariable] = "../elsewhere" }, "ls");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("mp: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    private static Dictionary<string, JsonElement> Findings(ToolRun run) =>
        run.Json.GetProperty("findings").EnumerateArray().ToDictionary(static finding => finding.GetProperty("subject").GetString()!, StringComparer.Ordinal);
}
