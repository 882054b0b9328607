using System.Net.Sockets;
using StreamJsonRpc;

namespace Multiprocessing.Rivals.Servers;

/// <summary>StreamJsonRpc in its fastest common form: MessagePack with length headers.</summary>
internal static class JsonRpcServer
{
    internal static void Run(string path)
    {
        Socket listener = UnixSocket.Listen(path);
        while (true)
        {
            var rpc = new JsonRpc(HandlerOf(listener.Accept()));
            rpc.AddLocalRpcTarget<IJsonCounter>(new Counter(), null);
            rpc.StartListening();
        }
    }

    internal static IJsonRpcMessageHandler HandlerOf(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter());
    }

    private sealed class Counter : IJsonCounter
    {
        private static long s_total;

        public Task<long> AddAsync(long n) => Task.FromResult(Interlocked.Add(ref s_total, n));

        public Task<string> EchoAsync(string text) => Task.FromResult(text);
    }
}
