namespace Multiprocessing;

/// <summary>How long a call may take, from its sending to its answer: of one member, or of all members of a shared interface that have none of their own.</summary>
/// <remarks>
/// When the time is over, the call is cancelled at the server, as by a token, and ends with <see cref="TimeoutException"/>, which says whether the member may have run. A result that comes first is returned. A server that answers neither
/// is left after another second. The client's build of the interface counts; <see cref="Proxy.With{T}"/> comes before the attribute, and the attribute before <see cref="ManagerOptions.CallTimeout"/>.
/// A member whose result is a stream has it for its beginning, not for its items.
/// </remarks>
/// <param name="seconds">The limit in seconds, from 0.001 on; <see cref="double.PositiveInfinity"/> for a member without one.</param>
/// <example>
/// <code>
/// [Shared, CallTimeout(5)]
/// public interface IInventory
/// {
///     void Add(string sku, int n);
///     [CallTimeout(60)] Task ImportAsync(Stream data, CancellationToken ct = default);
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class CallTimeoutAttribute(double seconds) : Attribute
{
    /// <summary>The limit in seconds.</summary>
    public double Seconds { get; } = seconds;
}
