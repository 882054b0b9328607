using Multiprocessing.Platform.Liveness;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests.Commands;

public class CleanCommandTests
{
    /// <summary>What <see cref="HoldEveryKindVerb"/> makes.</summary>
    private const int ObjectCount = 17;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_AllInUse_RemovesNothing()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        Assert.Empty(await CleanAsync(domain, "clean", "--json"));
        Assert.Empty(await CleanAsync(domain, "clean", "--all", "--json"));
        await holder.StopAsync();
        // One that is stopped is not dead.
        Assert.Empty(await CleanAsync(domain, "clean", "--all", "--json"));
        holder.Continue();
        ToolRun text = await ToolRun.OfAsync(domain, "clean");
        Assert.Equal((0, "Nothing to remove."), (text.ExitCode, text.Output.Trim()));
        Assert.Equal(ObjectCount, Leftovers.InDomain(domain.Directory).Count);
        await holder.SendAsync("end");
        await holder.EndAsync(Token);
    }

    [Fact]
    public async Task Clean_UserKilled_NamedOnesGoWithAllOnly()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        await holder.KillAsync();
        // Named objects stay until they are removed.
        Assert.Empty(await CleanAsync(domain, "clean", "--json"));
        string[] would = await CleanAsync(domain, "clean", "--dry-run", "--json");
        Assert.Equal(ObjectCount, would.Length);
        Assert.Equal(ObjectCount, Leftovers.InDomain(domain.Directory).Count);
        Assert.Equal(would, await CleanAsync(domain, "clean", "--all", "--json"));
        Assert.Empty(Leftovers.InDomain(domain.Directory));
        Assert.Empty(await CleanAsync(domain, "clean", "--all", "--json"));
    }

    /// <summary>Nobody reaped it who could have removed them, as when its parent was killed too.</summary>
    [Fact]
    public async Task Clean_RuntimesSocketOfAKilledProcess_Removed()
    {
        using var domain = new TestDomain();
        var withDiagnostics = new TestProcessOptions { Environment = new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = "1" } };
        await using var holder = domain.Start<HoldEveryKindVerb>(withDiagnostics);
        await holder.ExpectAsync("ready", Token);
        string[] left = SocketsOf(holder);
        Assert.NotEmpty(left);
        await holder.KillAsync();
        Assert.Equal(left, SocketsOf(holder));
        string[] removed = await CleanAsync(domain, "clean", "--all", "--json");
        foreach (string file in left) Assert.Contains(file, removed);
        Assert.Empty(SocketsOf(holder));
    }

    private static string[] SocketsOf(TestProcess process) => [.. Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process.Id}-*").Order(StringComparer.Ordinal)];

    /// <summary>Somebody has removed the registry's file: its objects go when nobody lives who came in by it, and not before.</summary>
    [Fact]
    public async Task Clean_OfARegistryThatWasRemoved_WaitsForItsLastProcess()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        File.Delete(Path.Join(DomainName.Directory(domain.Name), ProcessRegistry.FileName));
        Assert.Empty(await CleanAsync(domain, "clean", "--all", "--json"));
        await holder.KillAsync();
        Assert.Empty(await CleanAsync(domain, "clean", "--json"));
        Assert.Equal(ObjectCount, (await CleanAsync(domain, "clean", "--all", "--json")).Length);
    }

    [Fact]
    public async Task Clean_OneOfTwoUsersKilled_ObjectStays()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        await using var other = domain.Start<HoldLockVerb>("gate");
        await other.ExpectAsync("ready", Token);
        await holder.KillAsync();
        string[] removed = await CleanAsync(domain, "clean", "--all", "--json");
        Assert.Equal(ObjectCount - 1, removed.Length);
        Assert.DoesNotContain("gate", removed);
        await other.SendAsync("enter");
        await other.ExpectAsync("entered", Token);
        await other.KillAsync();
        ToolRun text = await ToolRun.OfAsync(domain, "clean", "--all");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("removed gate", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_LastUserOfAnonymousObjectsKilled_TheyGo()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldAnonymousVerb>();
        await holder.ExpectAsync("ready", Token);
        Assert.NotEmpty(Leftovers.InDomain(domain.Directory));
        Assert.Empty(await CleanAsync(domain, "clean", "--json"));
        await holder.KillAsync();
        Assert.NotEmpty(Leftovers.InDomain(domain.Directory));
        await CleanAsync(domain, "clean", "--json");
        Assert.Empty(Leftovers.InDomain(domain.Directory));
    }

    [Fact]
    public async Task Clean_NoDomain_SaysNothingToRemove()
    {
        using var domain = new TestDomain();
        Assert.Empty(await CleanAsync(domain, "clean", "--all", "--json"));
    }

    private static async Task<string[]> CleanAsync(TestDomain domain, params string[] arguments)
    {
        ToolRun run = await ToolRun.OfAsync(domain, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return [.. run.Json.GetProperty("removed").EnumerateArray().Select(static name => name.GetString()!)];
    }
}
