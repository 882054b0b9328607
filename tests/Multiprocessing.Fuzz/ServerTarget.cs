using System.Net.Sockets;

namespace Multiprocessing.Fuzz;

/// <summary>A server that a stranger connects to: each input is one connection. It must end when the stranger has said all, and the server must serve others.</summary>
internal abstract class ServerTarget : Target
{
    private const int CheckEvery = 256;

    private readonly string _folder = Directory.CreateTempSubdirectory("mp-fuzz-").FullName;
    private ManagerServer? _server;
    private Manager? _other;
    private int _runs;

    protected string Path => System.IO.Path.Combine(_folder, "s");

    protected override void Start()
    {
        _server = ManagerServer.StartAsync("unix:" + Path, static m => m.Add<IDepot>("depot", static () => new Depot())).GetAwaiter().GetResult();
        _other = Manager.ConnectAsync("unix:" + Path).GetAwaiter().GetResult();
        _other.Get<IDepot>("depot").Count = 0;
    }

    protected override void Run(byte[] input)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000, SendTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(Path));
        Begin(socket);
        try
        {
            socket.Send(input);
            socket.Shutdown(SocketShutdown.Send);
            byte[] answer = new byte[4096];
            while (socket.Receive(answer) > 0)
            {
                // Whatever it answers; it ends.
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            // Closed with bytes unread: an end too.
        }

        if (++_runs % CheckEvery == 0) _ = _other!.Get<IDepot>("depot").Count;
    }

    protected override void End()
    {
        _other?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What comes before the input.</summary>
    protected abstract void Begin(Socket socket);
}
