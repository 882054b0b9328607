using System.Text.Json;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests.Commands;

public class LsCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Name, kind, state, and whether the process that made it owns it or a part of it.</summary>
    public static TheoryData<string, string, string?, bool> Rows => new()
    {
        { "array", "array", null, false },
        { "locked array", "array", "locked", true },
        { "value", "value", null, false },
        { "guarded", "guarded value", "2 updates", false },
        { "lock", "lock", "held", true },
        { "gate", "lock", "free", false },
        { "recursive", "recursive lock", "held, entered 2 times", true },
        { "permits", "semaphore", "2 of 5 permits free, 2 not released yet", true },
        { "signals", "semaphore", "7 of 10 signals", false },
        { "manual", "manual reset event", "set", false },
        { "auto", "auto reset event", "not set", false },
        { "condition", "condition", "1 waiting", false },
        { "barrier", "barrier", "1 of 3 parties arrived", true },
        { "broken", "barrier", "broken by Abort", true },
        { "queue", "queue", "3 of 8 items, completed", false },
        { "jobs", "joinable queue", "2 of 8 items, 1 leased, 0 returned, 1 failed", true },
        { "pipe", "pipe", "1 to the right, 0 to the left of 4", true },
    };

    [Fact]
    public async Task Ls_EveryKind_TellsStateAndOwners()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        ToolRun run = await ToolRun.OfAsync(domain, "ls", "--json");
        Assert.Equal(0, run.ExitCode);
        Dictionary<string, JsonElement> objects = Objects(run);
        Assert.Equal(Rows.Count, objects.Count);
        foreach (var row in Rows)
        {
            (string name, string kind, string? state, bool isOwned) = row.Data;
            JsonElement found = objects[name];
            Assert.Equal(kind, found.GetProperty("kind").GetString());
            Assert.Equal(state, found.TryGetProperty("state", out JsonElement text) ? text.GetString() : null);
            Assert.Equal(isOwned ? [(holder.Id, "alive")] : [], Processes(found, "owners"));
            Assert.Equal([(holder.Id, "alive")], Processes(found, "openIn"));
            Assert.Equal("until removed", found.GetProperty("lifetime").GetString());
            Assert.InRange(found.GetProperty("bytes").GetInt64(), 4096, long.MaxValue);
            Assert.False(found.TryGetProperty("problem", out _));
        }

        ToolRun table = await ToolRun.OfAsync(domain, "ls");
        Assert.Equal(0, table.ExitCode);
        foreach (var row in Rows) Assert.Contains(row.Data.Item1, table.Output, StringComparison.Ordinal);
        Assert.Contains($"{Rows.Count} objects", table.Output, StringComparison.Ordinal);
        await holder.SendAsync("end");
        await holder.EndAsync(Token);
    }

    [Fact]
    public async Task Ls_OwnerStopped_SaysStopped()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        await holder.StopAsync();
        Dictionary<string, JsonElement> objects = Objects(await ToolRun.OfAsync(domain, "ls", "--json"));
        Assert.Equal([(holder.Id, "stopped")], Processes(objects["lock"], "owners"));
        Assert.Equal([(holder.Id, "stopped")], Processes(objects["array"], "openIn"));
        Assert.Equal("2 of 5 permits free, 2 not released yet", objects["permits"].GetProperty("state").GetString());
        holder.Continue();
        await holder.SendAsync("end");
        await holder.EndAsync(Token);
    }

    [Fact]
    public async Task Ls_OwnerKilled_SaysDeadAndChangesNothing()
    {
        using var domain = new TestDomain();
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        await holder.KillAsync();
        for (int i = 0; i < 2; i++)
        {
            Dictionary<string, JsonElement> objects = Objects(await ToolRun.OfAsync(domain, "ls", "--json"));
            Assert.Equal(Rows.Count, objects.Count);
            Assert.Equal("held", objects["lock"].GetProperty("state").GetString());
            foreach (string owned in (string[])["lock", "locked array", "recursive", "permits", "barrier", "jobs", "pipe"])
                Assert.Equal([(holder.Id, "dead")], Processes(objects[owned], "owners"));
            Assert.Equal("2 of 5 permits free, 2 not released yet, 1 of dead holders", objects["permits"].GetProperty("state").GetString());
        }

        await using var remover = domain.Start<RemoveEveryKindVerb>();
        await remover.EndAsync(Token);
    }

    [Fact]
    public async Task Ls_DamagedObject_TellsTheProblemAndListsTheOthers()
    {
        using var domain = new TestDomain();
        domain.AllowLeftovers("the damaged objects cannot be removed by name");
        await using var holder = domain.Start<HoldEveryKindVerb>();
        await holder.ExpectAsync("ready", Token);
        // The count of parties in the header of one; the magic of another; one that is cut short.
        Overwrite(domain, "queue", Multiprocessing.Memory.SegmentHeader.PageSize);
        Overwrite(domain, "lock", 0);
        await File.WriteAllBytesAsync(Path.Combine(domain.Directory, "stray.mp"), new byte[100], Token);
        ToolRun run = await ToolRun.OfAsync(domain, "ls", "--json");
        Assert.Equal(0, run.ExitCode);
        Dictionary<string, JsonElement> objects = Objects(run);
        Assert.Equal(Rows.Count + 1, objects.Count);
        foreach (string damaged in (string[])["queue", "lock", "stray"]) Assert.NotEmpty(objects[damaged].GetProperty("problem").GetString()!);
        Assert.Equal("queue", objects["queue"].GetProperty("kind").GetString());
        Assert.Equal("?", objects["lock"].GetProperty("kind").GetString());
        Assert.Equal("1 of 3 parties arrived", objects["barrier"].GetProperty("state").GetString());
        await holder.KillAsync();
    }

    [Fact]
    public async Task Ls_NoDomain_SaysSoAndMakesNone()
    {
        using var domain = new TestDomain();
        ToolRun run = await ToolRun.OfAsync(domain, "ls");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("nothing is shared", run.Output, StringComparison.Ordinal);
        run = await ToolRun.OfAsync(domain, "ls", "--json");
        Assert.Empty(run.Json.GetProperty("objects").EnumerateArray());
        Assert.Empty(Directory.GetDirectories(Multiprocessing.Platform.Liveness.Domain.DefaultPlace, $"mp-*-{domain.Name}"));
    }

    private static Dictionary<string, JsonElement> Objects(ToolRun run) =>
        run.Json.GetProperty("objects").EnumerateArray().ToDictionary(static found => found.GetProperty("name").GetString()!, StringComparer.Ordinal);

    private static IEnumerable<(int Id, string State)> Processes(JsonElement found, string property) =>
        found.GetProperty(property).EnumerateArray().Select(static process => (process.GetProperty("pid").GetInt32(), process.GetProperty("state").GetString()!));

    private static void Overwrite(TestDomain domain, string name, long offset)
    {
        using var file = File.OpenHandle(Path.Combine(domain.Directory, name + ".mp"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, [0xFF, 0xFF, 0xFF, 0x7F], offset);
    }
}
