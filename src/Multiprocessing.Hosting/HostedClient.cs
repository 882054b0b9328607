using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Multiprocessing.Hosting;

/// <summary>A client that lives with the host. One service of this type for each <see cref="MultiprocessingServiceExtensions.AddMultiprocessingClient"/>, keyed by the address.</summary>
/// <remarks>
/// The proxies that were injected belong to the connection over which they were got: when that is lost, their calls fail. Who outlives a server asks for <see cref="ConnectAsync"/> again, which connects anew.
/// </remarks>
public sealed class HostedClient : IHostedService, IAsyncDisposable
{
    private readonly MultiprocessingClientBuilder _builder;
    private readonly IServiceProvider _provider;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Manager? _manager;
    private bool _isDisposed;

    internal HostedClient(MultiprocessingClientBuilder builder, IServiceProvider provider)
    {
        _builder = builder;
        _provider = provider;
    }

    /// <summary>The connection of now; null before the first, and after the host has stopped.</summary>
    public Manager? Manager => Volatile.Read(ref _manager);

    /// <summary>The connection; made now if there was none, or it has ended.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The manager, which the host disposes.</returns>
    /// <exception cref="ManagerException">Nobody listens there, or it did not answer in time.</exception>
    /// <exception cref="ManagerAuthenticationException">One side did not prove itself.</exception>
    /// <exception cref="ServerBusyException">The server takes no new client now.</exception>
    public async ValueTask<Manager> ConnectAsync(CancellationToken cancellationToken = default)
    {
        if (Manager is { State: not ManagerState.Disconnected } living) return living;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (Manager is { } known)
            {
                if (known.State != ManagerState.Disconnected) return known;
                await known.DisposeAsync().ConfigureAwait(false);
            }

            var options = new ManagerOptions
            {
                AllowPlaintext = _builder.AllowPlaintext,
                AllowOtherUsers = _builder.AllowOtherUsers,
                ConnectTimeout = _builder.ConnectTimeout,
                CallTimeout = _builder.CallTimeout,
                Filters = _builder.Filters(_provider),
                LoggerFactory = _provider.GetService<ILoggerFactory>(),
            };
            Manager made = await Manager.ConnectAsync(_builder.Address, _builder.Authkey, options, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _manager, made);
            return made;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_builder.ConnectAtStart) await ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (Manager is { } manager) await manager.DisposeAsync().ConfigureAwait(false);
            Volatile.Write(ref _manager, null);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>For the container, which cannot wait otherwise.</summary>
    internal Manager Connect() => ConnectAsync().AsTask().GetAwaiter().GetResult();
}
