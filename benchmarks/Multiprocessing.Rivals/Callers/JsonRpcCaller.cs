using Multiprocessing.Rivals.Servers;
using Multiprocessing.Scenarios.Measuring;
using StreamJsonRpc;

namespace Multiprocessing.Rivals.Callers;

/// <summary>StreamJsonRpc over one connection.</summary>
internal sealed class JsonRpcCaller : ICaller
{
    private readonly IJsonCounter _counter;

    internal JsonRpcCaller(string path)
    {
        var rpc = new JsonRpc(JsonRpcServer.HandlerOf(UnixSocket.Connect(path)));
        _counter = rpc.Attach<IJsonCounter>();
        rpc.StartListening();
    }

    public ValueTask<long> AddAsync(long n) => new(_counter.AddAsync(n));

    public ValueTask<string> EchoAsync(string text) => new(_counter.EchoAsync(text));
}
