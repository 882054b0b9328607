using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

/// <summary>A small program, published in each way and then run: where it can be entered it has a child, elsewhere it is told so, and Main runs once in any case.</summary>
/// <remarks>The program refers to the files of the library, not to the package, which would add what trimmed and ahead-of-time compiled programs need: the check of the package publishes those.</remarks>
public sealed class PublishedProgramTests
{
    private const string Source = """
        using Multiprocessing;
        Console.Error.WriteLine("main");
        try
        {
            var record = await ChildProcess.Start(static (n, text) => new Answer(n + 1, text + "!"), 20, "hello");
            Console.WriteLine(record);
            await using var hosts = await WarmHosts.StartAsync(1);
            Console.WriteLine(await hosts.Start(static n => n * 2, 4));
        }
        catch (NotSupportedException)
        {
            Console.WriteLine("refused");
        }

        internal sealed record Answer(int Number, string Text);
        """;

    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The slow ones only in long runs: they need the runtime's packages, or a C compiler.</summary>
    public static TheoryData<string, string> Forms()
    {
        var forms = new TheoryData<string, string> { { "PublishSingleFile=true SelfContained=false", "entered" } };
        if (!TestRun.IsLong) return forms;
        forms.Add("PublishSingleFile=true SelfContained=true", "entered");
        forms.Add("PublishReadyToRun=true SelfContained=false", "entered");
        forms.Add("PublishTrimmed=true SelfContained=true", "refused");
        forms.Add("PublishAot=true", "refused");
        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Program_Published_RunsMainOnce(string properties, string expected)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string references = string.Concat(((string[])["Multiprocessing", "Multiprocessing.Platform", "Nerdbank.MessagePack", "PolyType", "Microsoft.NET.StringTools", "Microsoft.Extensions.Logging.Abstractions"])
            .Select(static name => Path.Combine(AppContext.BaseDirectory, name + ".dll")).Where(File.Exists).Select(static path => $"<Reference Include=\"{path}\" />"));
        await File.WriteAllTextAsync(Path.Combine(folder, "small.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """, Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Source, Token);
        string[] settings = [.. properties.Split(' ').Select(static p => "-p:" + p)];
        await RunAsync(s_dotnet, ["publish", folder, "-o", Path.Combine(folder, "out"), "-r", RuntimeInformation.RuntimeIdentifier, "-v", "q", "--nologo", .. settings], folder);
        var (output, errors) = await RunAsync(Path.Combine(folder, "out", "small"), [], folder);
        Assert.Equal(expected == "entered" ? "Answer { Number = 21, Text = hello! }\n8" : "refused", output.Trim());
        Assert.Equal("main", errors.Trim());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, string[] arguments, string temporaryFolder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(s_dotnet);
        // The SDK leaves files there.
        start.Environment["TMPDIR"] = temporaryFolder;
        // Else the compiler servers outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(Token);
            string output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            Assert.True(process.ExitCode == 0, $"Exit code {process.ExitCode}: {output} {await errors}");
            return (output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
