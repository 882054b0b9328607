using System.Diagnostics;
using Multiprocessing.Rivals.Callers;
using Multiprocessing.Scenarios;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Rivals;

/// <summary>The card rpc.</summary>
internal static class RivalRpc
{
    private const int BulkSize = 1_000_000;

    internal static async Task<int> RunAsync(string rival, string path, int milliseconds, string[] parts)
    {
        var measured = new RpcParts(milliseconds);
        switch (rival)
        {
            case "dotnet-raw":
                RunRaw(path, milliseconds, parts, measured);
                return 0;
            case "redis":
                RedisCaller redis = await RedisCaller.ConnectAsync(path);
                await RunAsync(redis, parts, measured);
                if (parts.Contains("threads")) measured.Threads(_ => redis);
                return 0;
            case "streamjsonrpc":
                await RunAsync(new JsonRpcCaller(path), parts, measured);
                return 0;
            case "grpc":
                await RunAsync(new GrpcCaller(path), parts, measured);
                return 0;
            default:
                return 4;
        }
    }

    private static async Task RunAsync(ICaller caller, string[] parts, RpcParts measured)
    {
        if (parts.Contains("tasks")) await measured.TasksAsync(caller);
        if (parts.Contains("pipelined")) await measured.PipelinedAsync(caller);
        if (parts.Contains("one")) await measured.OneAsync(caller);
    }

    private static void RunRaw(string path, int milliseconds, string[] parts, RpcParts measured)
    {
        var caller = new RawCaller(path);
        if (parts.Contains("one")) measured.One(caller);
        if (parts.Contains("pipelined")) Pipeline(caller, milliseconds);
        if (parts.Contains("threads")) measured.Threads(_ => new RawCaller(path));
        if (!parts.Contains("bulk")) return;
        byte[] bytes = new byte[BulkSize];
        measured.Time("1MB ", () => caller.Exchange(bytes));
    }

    private static void Pipeline(RawCaller caller, int milliseconds)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            long count = 0;
            long begin = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(begin).TotalMilliseconds < milliseconds; count += RpcParts.Callers) caller.AddAll(RpcParts.Callers);
            if (pass > 0) Report.Metric("add pipelined", "calls/s", count / Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
    }
}
