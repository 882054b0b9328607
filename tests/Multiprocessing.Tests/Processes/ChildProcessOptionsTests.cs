using System.Diagnostics;
using System.Text;

namespace Multiprocessing.Tests.Processes;

public sealed class ChildProcessOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Environment_AddedChangedAndRemoved_IsTheChilds()
    {
        Environment.SetEnvironmentVariable("MP_TEST_A", "parent");
        Environment.SetEnvironmentVariable("MP_TEST_B", "parent");
        var options = new ChildOptions { Environment = new Dictionary<string, string?> { ["MP_TEST_A"] = "child", ["MP_TEST_B"] = null, ["MP_TEST_C"] = "ü=1" } };
        string seen = await ChildProcess.Start(static () => string.Join('|', ((string[])["MP_TEST_A", "MP_TEST_B", "MP_TEST_C"]).Select(static n => Environment.GetEnvironmentVariable(n) ?? "none")), options);
        Assert.Equal("child|none|ü=1", seen);
    }

    [Fact]
    public async Task Environment_OfTheStart_IsTakenOutInTheChild()
    {
        string? seen = await ChildProcess.Start(static () => $"{Environment.GetEnvironmentVariable("MP_CHILD")}{Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS")}");
        Assert.Equal("", seen);
    }

    [Fact]
    public async Task WorkingDirectory_Given_IsTheChilds()
    {
        string directory = Directory.CreateTempSubdirectory().FullName;
        Assert.Equal(directory, await ChildProcess.Start(static () => Environment.CurrentDirectory, new ChildOptions { WorkingDirectory = directory }));
        Directory.Delete(directory);
    }

    [Fact]
    public void WorkingDirectory_Missing_IsRefused() =>
        Assert.Throws<DirectoryNotFoundException>(() => ChildProcess.Start(static () => 1, new ChildOptions { WorkingDirectory = "/no/such/place" }));

    [Fact]
    public async Task Streams_Redirected_CarryTextBothWays()
    {
        var options = new ChildOptions { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        await using var child = ChildProcess.Start(static () =>
        {
            while (Console.ReadLine() is { } line)
            {
                Console.WriteLine(line.ToUpperInvariant());
                Console.Error.WriteLine(line.Length);
            }
        }, options);
        await child.StandardInput.WriteAsync("one\nthree\n"u8.ToArray(), Token);
        child.StandardInput.Close();
        using var output = new StreamReader(child.StandardOutput, Encoding.UTF8);
        using var errors = new StreamReader(child.StandardError, Encoding.UTF8);
        Assert.Equal("ONE\nTHREE\n", await output.ReadToEndAsync(Token));
        Assert.Equal("3\n5\n", await errors.ReadToEndAsync(Token));
        await child;
    }

    [Fact]
    public async Task Streams_NotRedirected_SaySo()
    {
        await using var child = ChildProcess.Start(static () => { });
        Assert.Throws<InvalidOperationException>(() => child.StandardInput);
        Assert.Throws<InvalidOperationException>(() => child.StandardOutput);
        Assert.Throws<InvalidOperationException>(() => child.StandardError);
    }

    [Fact]
    public async Task Priority_Lower_IsTheChilds()
    {
        var seen = await ChildProcess.Start(static () => Process.GetCurrentProcess().PriorityClass, new ChildOptions { Priority = ProcessPriorityClass.BelowNormal });
        Assert.Equal(ProcessPriorityClass.BelowNormal, seen);
    }

    [Fact]
    public async Task Name_Given_IsTheChildsEverywhere()
    {
        await using var child = ChildProcess.Start(static () => File.ReadAllText("/proc/self/comm").Trim(), new ChildOptions { Name = "resize-pictures-of-all" });
        Assert.Equal("resize-pictures-of-all", child.Name);
        Assert.Equal("resize-pictures", await child);
    }

    [Fact]
    public async Task Descriptors_OfTheLibrary_DoNotReachTheChild()
    {
        await using var other = ChildProcess.Start(static async () => await Task.Delay(Timeout.Infinite), new ChildOptions { RedirectStandardInput = true });
        string[] seen = await ChildProcess.Start(static () => Directory.GetFiles("/proc/self/fd").Select(static f => new FileInfo(f).LinkTarget ?? "").Where(static f => f.StartsWith("socket", StringComparison.Ordinal)).ToArray());
        string[] mine = [.. Directory.GetFiles("/proc/self/fd").Select(static f => new FileInfo(f).LinkTarget ?? "")];
        Assert.Empty(seen.Intersect(mine));
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Start_BadOption_IsRefusedByName(string name, ChildOptions options)
    {
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(static () => 1, options));
        Assert.Contains("ChildOptions." + name, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, ChildOptions> BadOptions() => new()
    {
        { "StartTimeout", new ChildOptions { StartTimeout = TimeSpan.Zero } },
        { "TerminationGrace", new ChildOptions { TerminationGrace = TimeSpan.FromSeconds(-1) } },
        { "Name", new ChildOptions { Name = "" } },
        { "WorkingDirectory", new ChildOptions { WorkingDirectory = "" } },
        { "Priority", new ChildOptions { Priority = (ProcessPriorityClass)77 } },
        { "Restart", new ChildOptions { Restart = null! } },
        { "Environment", new ChildOptions { Environment = new Dictionary<string, string?> { ["a=b"] = "c" } } },
    };
}
