using Multiprocessing.Managers.Objects;

namespace Multiprocessing;

/// <summary>What can be said about calls without touching the interfaces on which they are made.</summary>
public static class Proxy
{
    /// <summary>Another proxy of the same object, whose calls follow options.</summary>
    /// <remarks>
    /// It keeps the object as long as it is used; disposing it changes nothing for the one that it was made from. Take a handler off an event by the proxy that added it. <b>Cost.</b> One small object: keep it where it is used often.
    /// </remarks>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="proxy">A proxy, or a ready-made shared object.</param>
    /// <param name="options">How its calls are made.</param>
    /// <returns>The proxy.</returns>
    /// <exception cref="ArgumentException">It is no proxy: the object itself lives in this process, and its members are called without a wire.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed.</exception>
    /// <example>
    /// <code>
    /// Proxy.With(inventory, new() { Timeout = TimeSpan.FromSeconds(1) }).Add("apple", 1);
    /// </code></example>
    public static T With<T>(T proxy, CallOptions options)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        ArgumentNullException.ThrowIfNull(options);
        if (proxy is SharedProxy plain) return (T)(object)plain.With(options);
        if (proxy is not IFace { Target: SharedProxy behind }) throw Errors.NoProxy(proxy.GetType());
        SharedContract seen = behind.Target.SeenAs;
        return (T)seen.Face!.Of(behind.With(options), seen);
    }
}
