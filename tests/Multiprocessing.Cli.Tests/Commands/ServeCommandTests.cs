using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Cli.Tests.Commands;

[SuppressMessage("Interoperability", "CA1416", Justification = "The tool serves unix sockets; its tests run on Unix.")]
public class ServeCommandTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_SaysItsAddressServesAndEndsOnSigterm()
    {
        await using var place = new ServedPlace();
        Assert.Equal("ADDRESS " + place.Address, await place.ServeAsync(place.Address));
        string keyFile = place.Path("m.sock.authkey");
        Assert.Equal("AUTHKEY-FILE " + keyFile, await place.Server!.StandardOutput.ReadLineAsync(Token));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(keyFile));

        await using (Manager manager = await Manager.ConnectAsync(place.Address, Authkey.FromFile(keyFile), cancellationToken: Token))
        {
            manager.GetDictionary<string, int>("scores")["alice"] = 3;
            ToolRun got = await place.RunAsync("get", place.Address, "scores", "alice");
            Assert.Equal((0, "3", ""), (got.ExitCode, got.Output.Trim(), got.Errors));
            Assert.Equal((0, ""), Of(await place.RunAsync("set", place.Address, "scores", "bob", "4")));
            Assert.Equal(4, manager.GetDictionary<string, int>("scores")["bob"]);
            ToolRun unfit = await place.RunAsync("set", place.Address, "scores", "bob", "\"four\"");
            Assert.Equal(1, unfit.ExitCode);
            Assert.Contains("does not fit", unfit.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(0, await place.TerminateAsync());
        Assert.False(File.Exists(place.Path("m.sock")) || File.Exists(keyFile));
    }

    [Fact]
    public async Task Dictionary_MadeByTheShell_IsReadBackAndCalledForOthers()
    {
        await using var place = new ServedPlace();
        await place.ServeAsync();
        string address = "unix:" + place.Path("multiprocessing/mp.sock");
        Assert.Equal((0, ""), Of(await place.RunAsync("set", address, "words", "a b", "\"so\"")));
        Assert.Equal((0, "\"so\""), Of(await place.RunAsync("get", address, "words", "a b")));
        ToolRun missing = await place.RunAsync("get", address, "words", "c", "--json");
        Assert.Equal(1, missing.ExitCode);
        Assert.False(missing.Json.GetProperty("found").GetBoolean());
        Assert.Equal(1, (await place.RunAsync("get", address, "none", "c")).ExitCode);
        ToolRun stat = await place.RunAsync("stat", address, "--json");
        Assert.Equal((0, ""), (stat.ExitCode, stat.Errors));
        Assert.Equal("words", stat.Json.GetProperty("objects")[0].GetProperty("name").GetString());
        Assert.Equal(place.Server!.Id, stat.Json.GetProperty("processId").GetInt32());
        Assert.Equal(0, await place.TerminateAsync());
    }

    [Fact]
    public async Task ReadyMadeObjects_AreCalledByName()
    {
        await using var place = new ServedPlace();
        await place.ServeAsync(place.Address);
        await using Manager manager = await Manager.ConnectAsync(place.Address, Authkey.FromFile(place.Path("m.sock.authkey")), cancellationToken: Token);
        manager.GetDictionary<string, int>("scores")["alice"] = 3;
        manager.GetList<string>("names").AddRange(["a", "b"]);
        using ISharedLock gate = manager.CreateLock("gate");
        using (ISharedValue<double> value = manager.CreateValue(1.5, "price"))
        {
            foreach ((string printed, string[] call) in ((string, string[])[])
            [
                ("3", ["scores", "get_Item", "[\"alice\"]"]),
                ("true", ["scores", "ContainsKey", "[\"alice\"]"]),
                ("{\"alice\":3}", ["scores", "Snapshot"]),
                ("null", ["names", "Add", "[\"c\"]"]),
                ("\"c\"", ["names", "GetAsync", "[-1]"]),
                ("3", ["names", "Count"]),
                ("false", ["gate", "IsHeld"]),
                ("1.5", ["price", "Value"]),
            ])
                Assert.Equal((0, printed), Of(await place.RunAsync(["call", place.Address, .. call])));
        }

        ToolRun held = await place.RunAsync("call", place.Address, "gate", "Enter");
        Assert.Equal(1, held.ExitCode);
        Assert.Contains("given back", held.Errors, StringComparison.Ordinal);
        Assert.False(gate.IsHeld);
        Assert.Equal(1, (await place.RunAsync("call", place.Address, "names", "Nothing")).ExitCode);
        Assert.Equal((0, ""), Of(await place.RunAsync("set", place.Address, "rows", "a", "[1, 2.5]")));
        Assert.Equal((0, "[1,2.5]"), Of(await place.RunAsync("get", place.Address, "rows", "a")));
        Assert.Equal([1, 2.5], manager.GetDictionary<string, double[]>("rows")["a"]);
        Assert.Equal((0, ""), Of(await place.RunAsync("set", place.Address, "tables", "a", "{\"x\": [\"y\"]}")));
        Assert.Equal((0, "{\"x\":[\"y\"]}"), Of(await place.RunAsync("get", place.Address, "tables", "a")));
        ToolRun mixed = await place.RunAsync("set", place.Address, "mixed", "a", "[1, \"x\"]");
        Assert.Equal(1, mixed.ExitCode);
        Assert.Contains("one type", mixed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithAKeyFile_MakesItOnceAndKeepsIt()
    {
        await using var place = new ServedPlace();
        string keyFile = place.Path("key");
        string first = await place.ServeAsync("tcp://127.0.0.1:0", "--authkey-file", keyFile, "--json");
        string address = System.Text.Json.JsonDocument.Parse(first).RootElement.GetProperty("address").GetString()!;
        Assert.StartsWith("tcp://127.0.0.1:", address, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(keyFile));
        Assert.Equal(0, (await place.RunAsync("stat", address, "--authkey-file", keyFile)).ExitCode);
        // Without the key, and with another.
        Assert.Equal(2, (await place.RunAsync("stat", address)).ExitCode);
        Authkey.GenerateText().WriteTo(place.Path("other"));
        Assert.Equal(4, (await place.RunAsync("stat", address, "--authkey-file", place.Path("other"))).ExitCode);
        Assert.Equal(0, await place.TerminateAsync());
        Assert.True(File.Exists(keyFile));
        Assert.Equal(3, (await place.RunAsync("stat", address, "--authkey-file", keyFile)).ExitCode);
    }

    [Fact]
    public async Task Failures_HaveTheirCodes()
    {
        await using var place = new ServedPlace();
        Assert.Equal(3, (await place.RunAsync("stat", place.Address)).ExitCode);
        Assert.Equal(2, (await place.RunAsync("stat", "nowhere")).ExitCode);
        Assert.Equal(2, (await place.RunAsync("stat")).ExitCode);
        Assert.Equal(2, (await place.RunAsync("set", place.Address, "d", "k", "no json")).ExitCode);
        Assert.Equal(2, (await place.RunAsync("serve", "tcp+plain://192.0.2.1:0")).ExitCode);
        await place.ServeAsync(place.Address);
        ToolRun second = await place.RunAsync("serve", place.Address);
        Assert.Equal(1, second.ExitCode);
        // The key of the one that lives is still there.
        Assert.Equal(0, (await place.RunAsync("stat", place.Address)).ExitCode);
    }

    private static (int Code, string Output) Of(ToolRun run) => (run.ExitCode, run.Output.Trim() + run.Errors.Trim());
}
