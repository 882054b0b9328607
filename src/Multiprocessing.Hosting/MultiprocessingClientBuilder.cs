using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Multiprocessing.Hosting;

/// <summary>Takes the proxies of a client of a host, and how it connects.</summary>
public sealed class MultiprocessingClientBuilder
{
    private readonly IServiceCollection _services;
    private readonly List<Func<IServiceProvider, ICallFilter>> _filters = [];

    internal MultiprocessingClientBuilder(IServiceCollection services, string address)
    {
        _services = services;
        Address = address;
    }

    /// <summary>The server's address.</summary>
    public string Address { get; }

    /// <summary>The server's authkey.</summary>
    /// <value>Null unless set.</value>
    public Authkey? Authkey { get; set; }

    /// <summary>Whether <c>tcp+plain://</c> may be used.</summary>
    /// <value>False unless set.</value>
    public bool AllowPlaintext { get; set; }

    /// <summary>Whether the server may run as another user of the machine.</summary>
    /// <value>False unless set.</value>
    public bool AllowOtherUsers { get; set; }

    /// <summary>How long connecting may take.</summary>
    /// <value>10 s unless set.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take that nothing else is said about.</summary>
    /// <value>Infinite unless set.</value>
    public TimeSpan CallTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Whether the host connects when it starts, and does not start where it cannot. Else the first proxy that is wanted connects.</summary>
    /// <value>True unless set.</value>
    public bool ConnectAtStart { get; set; } = true;

    /// <summary>Adds a proxy of the object that is registered under the name of its interface, as a singleton.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <returns>The builder.</returns>
    public MultiprocessingClientBuilder AddProxy<T>()
        where T : class
    {
        string address = Address;
        _services.AddSingleton(provider => provider.GetRequiredKeyedService<HostedClient>(address).Connect().Get<T>());
        return this;
    }

    /// <summary>Adds a proxy of the object that is registered under a name, as a singleton.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="name">The object's name.</param>
    /// <param name="isKeyed">Whether the service is keyed by the name, for several objects of one interface.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingClientBuilder AddProxy<T>(string name, bool isKeyed = false)
        where T : class
    {
        string address = Address;
        if (isKeyed) _services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<HostedClient>(address).Connect().Get<T>(name));
        else _services.AddSingleton(provider => provider.GetRequiredKeyedService<HostedClient>(address).Connect().Get<T>(name));
        return this;
    }

    /// <summary>Puts a filter before the client's calls; the first is outermost.</summary>
    /// <typeparam name="T">The filter; a singleton of the host, added if it is not there.</typeparam>
    /// <returns>The builder.</returns>
    public MultiprocessingClientBuilder UseFilter<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ICallFilter
    {
        _services.TryAddSingleton<T>();
        _filters.Add(static provider => provider.GetRequiredService<T>());
        return this;
    }

    internal IReadOnlyList<ICallFilter> Filters(IServiceProvider provider) => [.. _filters.Select(one => one(provider))];
}
