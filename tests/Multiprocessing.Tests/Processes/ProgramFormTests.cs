using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;
using Multiprocessing.Processes;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

/// <summary>Children of one program in every form that a program has. Main of the test host ends with an error when it gets no verb, as it would in a child.</summary>
public sealed class ProgramFormTests
{
    private static readonly string s_host = Path.Combine(AppContext.BaseDirectory, "Multiprocessing.TestHost");
    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_StartedByItsOwnFile_HasChildren()
    {
        await using var process = TestProcess.Start<RunChildVerb>();
        Assert.Equal("Multiprocessing.TestHost 21", await process.ExpectAsync("child", Token));
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Program_StartedByDotnet_HasChildren() => await CheckAsync(s_dotnet, [s_host + ".dll"]);

    [Fact]
    public async Task Program_StartedByDotnetWithARelativePath_HasChildren() =>
        await CheckAsync(s_dotnet, [Path.GetRelativePath(Path.GetTempPath(), s_host + ".dll")], Path.GetTempPath());

    [Fact]
    public async Task Program_StartedByDotnetExecWithOptions_HasChildren() => await CheckAsync(
        s_dotnet, ["exec", "--runtimeconfig", "Multiprocessing.TestHost.runtimeconfig.json", "--depsfile", "Multiprocessing.TestHost.deps.json", "Multiprocessing.TestHost.dll"], AppContext.BaseDirectory);

    [Fact]
    public async Task Program_WithAnotherStartupHook_HasChildrenWithThatHookToo()
    {
        // The hook is the library once more, by its path: in the program it finds no parent and does nothing, in the child the first of the two runs.
        var options = new TestProcessOptions { Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "Multiprocessing.dll") } };
        await using var process = TestProcess.Start<RunChildVerb>(options);
        Assert.Equal("Multiprocessing.TestHost 21", await process.ExpectAsync("child", Token));
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Program_WithAStaleVariable_RunsAsUsual()
    {
        var options = new TestProcessOptions { Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "Multiprocessing", ["MP_CHILD"] = "1:1:1:0:1" } };
        await using var process = TestProcess.Start<RunChildVerb>(options);
        Assert.Equal("Multiprocessing.TestHost 21", await process.ExpectAsync("child", Token));
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Program_WithStartupHooksOff_HasChildren()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string settings = await File.ReadAllTextAsync(s_host + ".runtimeconfig.json", Token);
        string changed = settings.Replace("\"configProperties\": {", "\"configProperties\": { \"System.StartupHookProvider.IsSupported\": false,", StringComparison.Ordinal);
        Assert.NotEqual(settings, changed);
        await File.WriteAllTextAsync(Path.Combine(folder, "off.runtimeconfig.json"), changed, Token);
        await CheckAsync(s_dotnet, ["exec", "--runtimeconfig", Path.Combine(folder, "off.runtimeconfig.json"), s_host + ".dll"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Library_StartedAsAProgram_SaysThatItIsNone()
    {
        string settings = s_host + ".runtimeconfig.json", library = Path.Combine(AppContext.BaseDirectory, "Multiprocessing.dll");
        var start = new ProcessStartInfo(s_dotnet, ["exec", "--runtimeconfig", settings, library]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        string said = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Contains("Start the program itself", said, StringComparison.Ordinal);
        Assert.NotEqual(0, process.ExitCode);
    }

    [Fact]
    public async Task Program_StartedByDotnetRun_HasChildren()
    {
        string project = Path.Combine(RepositoryRoot.Path, "tests", "Multiprocessing.TestHost");
        await CheckAsync(s_dotnet, ["run", "--no-build", "--project", project, "--"]);
    }

    [Fact]
    public async Task Program_ThatWasNotEnteredAsChild_RefusesToStartAgain()
    {
        var (mine, theirs) = SocketPair.Create();
        using var end = mine;
        using LocalSocket given = theirs, number = theirs.Duplicate();
        using var output = Pipe.Create();
        // The test host kills itself when its standard input ends.
        using var input = Pipe.Create();
        var variable = new ChildVariable(Environment.ProcessId, Lineage.StartTime(Environment.ProcessId), number.Descriptor, 1);
        var process = ProcessSpawner.Start(new SpawnRequest
        {
            Path = s_host,
            Arguments = [s_host, typeof(StartFromMainVerb).FullName!],
            Environment = [$"MP_CHILD={variable}", $"DOTNET_ROOT={Path.GetDirectoryName(s_dotnet)}", $"PATH={Environment.GetEnvironmentVariable("PATH")}", $"TMPDIR={Path.GetTempPath()}"],
            Descriptors = [((int)input.Reader.DangerousGetHandle(), 0), ((int)output.Writer.DangerousGetHandle(), 1), (given.Descriptor, number.Descriptor)],
        });
        output.Writer.Dispose();
        using var reader = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, output.Reader));
        string said = await reader.ReadToEndAsync(Token);
        while (!process.TryReap(out _)) await Task.Delay(5, Token);
        Assert.StartsWith("refused No child was started", said, StringComparison.Ordinal);
        Assert.Contains("without end", said, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(string program, string[] arguments, string? directory = null) =>
        Assert.Equal("child Multiprocessing.TestHost 21", (await RunAsync(program, [.. arguments, typeof(RunChildVerb).FullName!], directory)).Trim());

    private static async Task<string> RunAsync(string program, string[] arguments, string? directory = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? "" };
        // The SDK leaves files there.
        string folder = Directory.CreateTempSubdirectory().FullName;
        start.Environment["TMPDIR"] = folder;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(Token);
            string output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode}: {output} {await errors}");
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            Directory.Delete(folder, recursive: true);
        }
    }
}
