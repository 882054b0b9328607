using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Multiprocessing.Hosting;

/// <summary>A server that lives with the host. One service of this type for each <see cref="MultiprocessingServiceExtensions.AddMultiprocessingServer"/>, keyed by the address.</summary>
public sealed class HostedServer : IHostedService, IAsyncDisposable
{
    private readonly MultiprocessingServerBuilder _builder;
    private readonly IServiceProvider _provider;
    private ManagerServer? _server;

    internal HostedServer(MultiprocessingServerBuilder builder, IServiceProvider provider)
    {
        _builder = builder;
        _provider = provider;
    }

    /// <summary>The server; null before the host has started it and after it has stopped it.</summary>
    public ManagerServer? Server => Volatile.Read(ref _server);

    internal MultiprocessingServerOptions Options => _builder.Options;

    /// <summary>Whether the host is stopping the server, or has.</summary>
    internal bool IsStopping { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new ManagerServerOptions
        {
            Authkey = Options.Authkey,
            AccessKeys = [.. Options.AccessKeys],
            AllowPlaintext = Options.AllowPlaintext,
            AllowOtherUsers = Options.AllowOtherUsers,
            MaxClients = Options.MaxClients,
            MaxFrameSize = Options.MaxFrameSize,
            MaxPendingCalls = Options.MaxPendingCalls,
            Filters = _builder.Filters(_provider),
            LoggerFactory = _provider.GetService<ILoggerFactory>(),
        };
        Volatile.Write(ref _server, await ManagerServer.StartAsync(_builder.Address, registration => _builder.Register(registration, _provider), options, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        IsStopping = true;
        if (Server is not { } server) return;
        // The host's deadline is the token's.
        await server.DrainAsync(Options.DrainTimeout, cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IsStopping = true;
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync().ConfigureAwait(false);
    }
}
