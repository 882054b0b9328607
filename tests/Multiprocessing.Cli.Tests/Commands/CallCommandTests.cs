using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests.Commands;

public class CallCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_PrintsTheResultAsJson()
    {
        await using var place = new ServedPlace();
        await using TestProcess server = TestProcess.Start<ServeTextVerb>(place.Address, "text");
        await server.ExpectAsync("serving", Token);
        Assert.Equal((0, "null"), await CallAsync(place, "Inventory", "Add", "[\"apple\", 3]"));
        Assert.Equal((0, "null"), await CallAsync(place, "Inventory", "Add", "[\"pear\"]"));
        Assert.Equal((0, "4"), await CallAsync(place, "Inventory", "Count"));
        Assert.Equal((0, "true"), await CallAsync(place, "Inventory", "TryTakeAsync", "[\"apple\", 1]"));
        Assert.Equal((0, "[\"apple\",\"pear\"]"), await CallAsync(place, "Inventory", "Skus"));
        Assert.Equal((0, "{\"result\":3}"), await CallAsync(place, "Inventory", "Count", "[]", "--json"));
        Assert.Equal((0, "{\"sku\":\"apple\",\"count\":2,\"kind\":5,\"tags\":[\"a\",\"b\"]}"), await CallAsync(place, "Inventory", "FindAsync", "[\"apple\"]"));

        foreach (string[] failing in (string[][])[["Inventory", "Throw", "[\"\", \"no stock\"]"], ["Inventory", "Nothing"], ["Inventory", "Add", "[1, 2, 3]"], ["Inventory", "Add", "so"], ["none", "Add"]])
        {
            ToolRun run = await place.RunAsync(["call", place.Address, .. failing]);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.StartsWith("mp: ", run.Errors, StringComparison.Ordinal);
        }

        Assert.Equal((0, ""), await RunAsync(place, "set", "prices", "7", "1.5"));
        Assert.Equal((0, "1.5"), await RunAsync(place, "get", "prices", "7"));
        await server.SendAsync("end");
        await server.EndAsync(Token);
    }

    [Fact]
    public async Task Call_ThatTheServerDoesNotAllow_IsRefused()
    {
        await using var place = new ServedPlace();
        await using TestProcess server = TestProcess.Start<ServeTextVerb>(place.Address);
        await server.ExpectAsync("serving", Token);
        ToolRun run = await place.RunAsync("call", place.Address, "Inventory", "Count");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("AllowTextCalls", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_WhoseKeyHasNotTheRight_AreRefused()
    {
        await using var place = new ServedPlace();
        var reporting = Authkey.GenerateText();
        string keyFile = place.Path("reporting.key");
        reporting.WriteTo(keyFile);
        await using ManagerServer server = await ManagerServer.StartAsync(
            place.Address,
            static m =>
            {
                Offers.Add(m);
                m.AddDictionary<int, double>("prices");
                m.AllowTextCalls();
            },
            new ManagerServerOptions { Authkey = Authkey.Generate(), AccessKeys = [new AccessKey("reporting", reporting, AccessRights.Read)] },
            Token);
        Assert.Equal((0, "0"), await RunAsync(place, "call", "Inventory", "Count", "--authkey-file", keyFile));
        foreach (string[] denied in (string[][])[["call", "Inventory", "Add", "[\"apple\", 3]"], ["call", "prices", "Clear"], ["set", "prices", "7", "1.5"], ["set", "other", "7", "1.5"]])
        {
            (int code, string output) = await RunAsync(place, [.. denied, "--authkey-file", keyFile]);
            Assert.True(code == 4, $"{string.Join(" ", denied)} ended with {code}: {output}");
            Assert.StartsWith("mp: ", output, StringComparison.Ordinal);
            Assert.Contains("'reporting'", output, StringComparison.Ordinal);
        }

        Assert.Equal((0, "0"), await RunAsync(place, "call", "prices", "Count", "--authkey-file", keyFile));
    }

    [Fact]
    public async Task Top_ShowsWhatIsDoneNow()
    {
        await using var place = new ServedPlace();
        await using TestProcess server = TestProcess.Start<ServeTextVerb>(place.Address);
        await server.ExpectAsync("serving", Token);
        ToolRun run = await place.RunAsync("top", place.Address, "--interval", "0.1", "--count", "2", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(lines[1]).RootElement.GetProperty("clients").GetInt32());
        ToolRun text = await place.RunAsync("top", place.Address, "--interval", "0.1", "--count", "1");
        Assert.Contains("calls/s", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await place.RunAsync("top", place.Address, "--interval", "0")).ExitCode);
        ToolRun stat = await place.RunAsync("stat", place.Address);
        Assert.Contains("(not made)", stat.Output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> CallAsync(ServedPlace place, params string[] arguments) => RunAsync(place, ["call", .. arguments]);

    private static async Task<(int Code, string Output)> RunAsync(ServedPlace place, params string[] arguments)
    {
        ToolRun run = await place.RunAsync([arguments[0], place.Address, .. arguments[1..]]);
        return (run.ExitCode, run.Output.Trim() + run.Errors.Trim());
    }
}
