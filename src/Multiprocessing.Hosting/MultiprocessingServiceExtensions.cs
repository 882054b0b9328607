using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Multiprocessing.Hosting;

/// <summary>Adds servers and clients of managers to a host.</summary>
/// <example>
/// <code>
/// builder.Services.AddMultiprocessingServer("unix:/run/app/inventory.sock").Share&lt;IInventory, Inventory&gt;().UseFilter&lt;Audit&gt;();
/// builder.Services.AddMultiprocessingClient("unix:/run/app/inventory.sock", c => c.AddProxy&lt;IInventory&gt;());
/// </code></example>
public static class MultiprocessingServiceExtensions
{
    /// <summary>The tag of checks that fail where the process should be started anew.</summary>
    public const string LiveTag = "live";

    /// <summary>The tag of checks that fail where the process should get no new work.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Adds a server that listens while the host runs. When the host stops, it drains until the host's deadline (<c>HostOptions.ShutdownTimeout</c>).</summary>
    /// <remarks>
    /// Two health checks come with it: <c>ADDRESS live</c> (tag <see cref="LiveTag"/>) fails where the server does not answer a call of its own; <c>ADDRESS ready</c> (tag <see cref="ReadyTag"/>) also where it takes no new
    /// clients: it drains, has as many as it takes, or no file descriptor for one more.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="address"><c>unix:PATH</c>, <c>tcp://HOST:PORT</c> (TLS, bound to the authkey), or <c>tcp+plain://HOST:PORT</c>.</param>
    /// <param name="configure">Sets the authkey and limits.</param>
    /// <returns>Takes what the server shares.</returns>
    public static MultiprocessingServerBuilder AddMultiprocessingServer(this IServiceCollection services, string address, Action<MultiprocessingServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var options = new MultiprocessingServerOptions();
        configure?.Invoke(options);
        var builder = new MultiprocessingServerBuilder(services, address, options);
        services.AddKeyedSingleton(address, (provider, _) => new HostedServer(builder, provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<HostedServer>(address));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedServer>(address));
        services.AddHealthChecks()
            .Add(new HealthCheckRegistration($"{address} live", provider => new ServerCheck(provider.GetRequiredKeyedService<HostedServer>(address), isForReadiness: false), HealthStatus.Unhealthy, [LiveTag]))
            .Add(new HealthCheckRegistration($"{address} ready", provider => new ServerCheck(provider.GetRequiredKeyedService<HostedServer>(address), isForReadiness: true), HealthStatus.Unhealthy, [ReadyTag]));
        return builder;
    }

    /// <summary>Adds a client: one connection, made when the host starts or the first proxy is wanted, and the proxies that are got through it, as singletons.</summary>
    /// <remarks>The health check <c>ADDRESS connected</c> (tag <see cref="ReadyTag"/>) is degraded while the server drains, and fails where the connection is lost.</remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="address">The server's.</param>
    /// <param name="configure">Names the proxies, and sets the authkey and limits.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddMultiprocessingClient(this IServiceCollection services, string address, Action<MultiprocessingClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new MultiprocessingClientBuilder(services, address);
        configure(builder);
        services.AddKeyedSingleton(address, (provider, _) => new HostedClient(builder, provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<HostedClient>(address));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedClient>(address));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            $"{address} connected", provider => new ClientCheck(provider.GetRequiredKeyedService<HostedClient>(address)), HealthStatus.Unhealthy, [ReadyTag]));
        return services;
    }
}
