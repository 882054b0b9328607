using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Multiprocessing.Rivals.Grpc;

namespace Multiprocessing.Rivals.Servers;

/// <summary>gRPC on Kestrel, over a unix socket.</summary>
internal static class GrpcServer
{
    internal static async Task RunAsync(string path)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, static listener => listener.Protocols = HttpProtocols.Http2));
        await using WebApplication application = builder.Build();
        application.MapGrpcService<Service>();
        await application.RunAsync();
    }

    private sealed class Service : Counter.CounterBase
    {
        private static long s_total;

        public override Task<Number> Add(Number request, ServerCallContext context) => Task.FromResult(new Number { Value = Interlocked.Add(ref s_total, request.Value) });

        public override Task<Text> Echo(Text request, ServerCallContext context) => Task.FromResult(request);
    }
}
