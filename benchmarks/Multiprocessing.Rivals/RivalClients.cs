using Multiprocessing.Rivals.Callers;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Rivals;

/// <summary>The card many-clients.</summary>
internal static class RivalClients
{
    internal static async Task<int> RunAsync(string rival, RivalServer server, int clients)
    {
        Func<ICaller>? connect = rival switch
        {
            "dotnet-raw" => () => new RawCaller(server.Path),
            "redis" => () => new RedisSocketCaller(server.Path),
            "streamjsonrpc" => () => new JsonRpcCaller(server.Path),
            "grpc" => () => new GrpcCaller(server.Path),
            _ => null,
        };
        if (connect is null) return 4;
        await ManyClientsPart.RunAsync(server.ProcessId, clients, () => Task.FromResult(connect()));
        return 0;
    }
}
