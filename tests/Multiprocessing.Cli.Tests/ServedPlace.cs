using System.Diagnostics;
using Multiprocessing.Testing;

namespace Multiprocessing.Cli.Tests;

/// <summary>A directory of its own, and <c>mp serve</c> as a process in it.</summary>
internal sealed class ServedPlace : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mp-test-").FullName;

    internal Process? Server { get; private set; }

    internal string Address => "unix:" + Path("m.sock");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal string Path(string name) => System.IO.Path.Combine(_directory, name);

    /// <summary>Starts the tool, and returns its first line.</summary>
    internal async Task<string> ServeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(System.IO.Path.Combine(AppContext.BaseDirectory, "Multiprocessing.Cli"), ["serve", .. arguments]) { RedirectStandardOutput = true };
        HostExecutable.SetEnvironment(start.Environment, new TestProcessOptions { Environment = Environment });
        Server = Process.Start(start)!;
        return await Server.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("mp serve said nothing.");
    }

    internal Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.OfAsync(Environment, arguments);

    /// <summary>SIGTERM, and the wait for the end.</summary>
    internal async Task<int> TerminateAsync()
    {
        ProcessSignals.Send(Server!.Id, ProcessSignals.SIGTERM);
        await Server.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        return Server.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            Server.Kill();
            await Server.WaitForExitAsync(CancellationToken.None);
            Server.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    // The default place of a server, for this test alone.
    private Dictionary<string, string?> Environment => new() { ["XDG_RUNTIME_DIR"] = _directory };
}
