using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Multiprocessing.Hosting;

/// <summary>Takes what a server of a host shares, and what stands before its calls.</summary>
public sealed class MultiprocessingServerBuilder
{
    private readonly List<Action<ManagerRegistration, IServiceProvider>> _registrations = [];
    private readonly List<Func<IServiceProvider, ICallFilter>> _filters = [];

    internal MultiprocessingServerBuilder(IServiceCollection services, string address, MultiprocessingServerOptions options)
    {
        Services = services;
        Address = address;
        Options = options;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Where the server listens.</summary>
    public string Address { get; }

    internal MultiprocessingServerOptions Options { get; }

    /// <summary>Shares the host's service of a type, under the name of its interface. It is got at the first call, once, and disposed when the server ends; the container disposes it again.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>; a singleton of the host.</typeparam>
    /// <param name="turn">Which of the object's calls may run at the same time.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder Share<T>(TurnPolicy turn = TurnPolicy.Interleaved)
        where T : class => Configure((registration, provider) => registration.Add(provider.GetRequiredService<T>, turn));

    /// <summary>Shares the host's service of a type under a name.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>; a singleton of the host.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="turn">Which of the object's calls may run at the same time.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder Share<T>(string name, TurnPolicy turn = TurnPolicy.Interleaved)
        where T : class => Configure((registration, provider) => registration.Add(name, provider.GetRequiredService<T>, turn));

    /// <summary>Adds a singleton to the host, and shares it under the name of its interface.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <typeparam name="TImplementation">Its class; made with the host's services.</typeparam>
    /// <param name="turn">Which of the object's calls may run at the same time.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder Share<T, [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(TurnPolicy turn = TurnPolicy.Interleaved)
        where T : class
        where TImplementation : class, T
    {
        Services.TryAddSingleton<T, TImplementation>();
        return Share<T>(turn);
    }

    /// <summary>Registers anything else: factories, objects that are made from the host's services.</summary>
    /// <param name="configure">Runs when the server starts.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder Configure(Action<ManagerRegistration, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _registrations.Add(configure);
        return this;
    }

    /// <summary>Puts a filter before the server's calls; the first is outermost.</summary>
    /// <typeparam name="T">The filter; a singleton of the host, added if it is not there.</typeparam>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder UseFilter<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ICallFilter
    {
        Services.TryAddSingleton<T>();
        _filters.Add(static provider => provider.GetRequiredService<T>());
        return this;
    }

    /// <summary>Puts a filter before the server's calls; the first is outermost.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>The builder.</returns>
    public MultiprocessingServerBuilder UseFilter(ICallFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _filters.Add(_ => filter);
        return this;
    }

    internal void Register(ManagerRegistration registration, IServiceProvider provider) => _registrations.ForEach(one => one(registration, provider));

    internal IReadOnlyList<ICallFilter> Filters(IServiceProvider provider) => [.. _filters.Select(one => one(provider))];
}
