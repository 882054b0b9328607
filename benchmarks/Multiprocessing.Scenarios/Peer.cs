using System.Diagnostics;

namespace Multiprocessing.Scenarios;

/// <summary>A second process of this program, started with a verb. The parent and it meet in a <see cref="Region"/>.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    internal int Id => _process.Id;

    internal static Peer Start(string verb, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        // Under `dotnet x.dll` the process is the host, which wants the assembly first.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Peer).Assembly.Location);
        start.ArgumentList.Add(verb);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return new Peer(Process.Start(start)!);
    }

    internal void Join()
    {
        if (!_process.WaitForExit(60_000))
        {
            _process.Kill();
            throw new TimeoutException("A process of the scenario did not end within 60 s.");
        }

        if (_process.ExitCode != 0) throw new InvalidOperationException($"A process of the scenario ended with exit code {_process.ExitCode}.");
    }

    internal void Kill() => _process.Kill();

    internal void Reap() => _process.WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
