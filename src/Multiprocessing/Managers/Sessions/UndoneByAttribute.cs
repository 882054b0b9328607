namespace Multiprocessing;

/// <summary>Names the member of a shared interface that undoes this one: it is called where a result reaches a process whose caller has left.</summary>
/// <remarks>
/// <para>A caller leaves before its call has ended when the server was silent for too long (<see cref="ManagerOptions.SilenceTimeout"/>). The call may run all the same. If what it returned is a grant (a hold, a ticket, a place), nobody
/// would ever give it back before the connection ends. So when the result comes, it is sent back as the one argument of the member that is named here, whose answer nobody waits for. What that member throws is logged at the server.</para>
/// <para>The other end of the same gap, a client that dies before it has the result, is seen by <see cref="SharedSession.Ended"/>.</para>
/// </remarks>
/// <param name="member">The name of a method of the interface that takes what this member returns, and returns nothing.</param>
/// <example>
/// <code>
/// [Shared]
/// public interface ITickets
/// {
///     [UndoneBy(nameof(Return))]
///     long Take();
///
///     void Return(long ticket);
/// }
/// </code></example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UndoneByAttribute(string member) : Attribute
{
    /// <summary>The name of the member that undoes it.</summary>
    public string Member { get; } = member;
}
