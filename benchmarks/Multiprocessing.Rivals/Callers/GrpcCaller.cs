using System.Net.Sockets;
using Grpc.Net.Client;
using Multiprocessing.Rivals.Grpc;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Rivals.Callers;

/// <summary>gRPC over one connection.</summary>
internal sealed class GrpcCaller(string path) : ICaller
{
    private readonly Counter.CounterClient _counter = new(GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { ConnectCallback = (_, _) => new(new NetworkStream(UnixSocket.Connect(path), ownsSocket: true)) },
    }));

    public async ValueTask<long> AddAsync(long n) => (await _counter.AddAsync(new Number { Value = n }).ConfigureAwait(false)).Value;

    public async ValueTask<string> EchoAsync(string text) => (await _counter.EchoAsync(new Text { Value = text }).ConfigureAwait(false)).Value;
}
