using System.Diagnostics;
using System.Text.Json;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests;

/// <summary>One run of <c>mp</c> as a process of its own: what it printed and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>What it printed, as a program reads it.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    internal static Task<ToolRun> OfAsync(TestDomain domain, params string[] arguments) =>
        OfAsync(new Dictionary<string, string?> { [Domain.NameVariable] = domain.Name }, arguments);

    internal static async Task<ToolRun> OfAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Multiprocessing.Cli"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        HostExecutable.SetEnvironment(start.Environment, new TestProcessOptions { Environment = environment });
        using var process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            return new ToolRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
