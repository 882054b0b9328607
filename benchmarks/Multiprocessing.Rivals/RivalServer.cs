using System.Diagnostics;
using Multiprocessing.Rivals.Servers;

namespace Multiprocessing.Rivals;

/// <summary>The process that a rival calls, and the path of its socket.</summary>
internal sealed class RivalServer : IDisposable
{
    internal const string Verb = "serve";

    private readonly Process _process;
    private readonly string _folder;

    private RivalServer(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    internal string Path => System.IO.Path.Join(_folder, "s");

    internal int ProcessId => _process.Id;

    /// <summary>Starts it and waits until it can be connected to; null when it is not installed.</summary>
    internal static RivalServer? TryStart(string rival)
    {
        bool isRedis = rival.StartsWith("redis", StringComparison.Ordinal);
        if (isRedis && !Array.Exists(Environment.GetEnvironmentVariable("PATH")!.Split(':'), static folder => File.Exists(System.IO.Path.Join(folder, "redis-server"))))
        {
            Console.Error.WriteLine("redis-server is not installed.");
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("mp-rival-").FullName;
        string path = System.IO.Path.Join(folder, "s");
        ProcessStartInfo start = isRedis
            ? new("redis-server", ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning", "--maxclients", "20000"])
            : new(Environment.ProcessPath!, System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(RivalServer).Assembly.Location, Verb, rival, path] : [Verb, rival, path]);
        start.RedirectStandardOutput = true;
        var server = new RivalServer(Process.Start(start)!, folder);
        // Nothing tells of a socket that is listened on but a connection.
        for (int attempt = 0; !server.IsThere(); attempt++)
        {
            if (attempt == 1000 || server._process.WaitForExit(10)) throw new InvalidOperationException($"The server of {rival} did not start.");
        }

        return server;
    }

    internal static async Task<int> RunAsync(string rival, string path)
    {
        switch (rival)
        {
            case "dotnet-raw":
                RawServer.Run(path);
                return 0;
            case "streamjsonrpc":
                JsonRpcServer.Run(path);
                return 0;
            case "grpc":
                await GrpcServer.RunAsync(path);
                return 0;
            default:
                return 4;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsThere()
    {
        if (!File.Exists(Path)) return false;
        try
        {
            UnixSocket.Connect(Path).Dispose();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
