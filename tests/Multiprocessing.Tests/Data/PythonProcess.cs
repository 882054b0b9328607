using System.Diagnostics;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Data;

/// <summary>A Python that runs a script lying beside the test, and talks with it in lines. Its end is waited for by Dispose; a script that hangs is killed.</summary>
internal sealed class PythonProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private PythonProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the script; skips the test where there is no Python.</summary>
    internal static PythonProcess Start(string script, params string[] arguments)
    {
        string? python = Find();
        Assert.SkipWhen(python is null, "There is no python3 on the PATH.");
        var start = new ProcessStartInfo(python!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "Data", script));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return new PythonProcess(Process.Start(start)!);
    }

    internal async Task<string> ReadAsync(CancellationToken token) =>
        await _process.StandardOutput.ReadLineAsync(token) ?? throw new TestProcessException($"Python ended: {await _errors.WaitAsync(token)}");

    internal async Task SayAsync(string line, CancellationToken token)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), token);
        await _process.StandardInput.FlushAsync(token);
    }

    /// <summary>Waits for the end, which must be a clean one.</summary>
    internal async Task EndAsync(CancellationToken token)
    {
        await _process.WaitForExitAsync(token);
        Assert.True(_process.ExitCode == 0, await _errors.WaitAsync(token));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(static folder => Path.Join(folder, "python3")).FirstOrDefault(File.Exists);
}
