namespace Multiprocessing;

/// <summary>Stands before calls: allows or refuses them, counts them, notes them. Given in <see cref="ManagerServerOptions.Filters"/> and <see cref="ManagerOptions.Filters"/>.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many calls at once. At the server it runs in the turn of the object, at the client on the caller's thread; there, what it awaits in a synchronous call holds up that thread.</para>
/// <para><b>Cost.</b> A closure for each call; none where no filter is given.</para>
/// </remarks>
/// <example>
/// <code>
/// public sealed class OnlyRoot : ICallFilter
/// {
///     public ValueTask InvokeAsync(CallContext call, Func&lt;ValueTask&gt; next) =>
///         call.Client.UserId == 0 ? next() : throw new UnauthorizedAccessException($"{call.Member} is for root.");
/// }
/// </code></example>
public interface ICallFilter
{
    /// <summary>Called for each call. What it throws is the call's outcome, as if the member had thrown it.</summary>
    /// <param name="call">Who calls which member of which object.</param>
    /// <param name="next">Goes on to the next filter, and at last to the member; called once, or not at all where this throws.</param>
    /// <returns>Completes when the call has ended.</returns>
    ValueTask InvokeAsync(CallContext call, Func<ValueTask> next);
}
