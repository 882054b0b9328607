using Multiprocessing.Managers;
using Multiprocessing.Managers.TextCalls;

namespace Multiprocessing;

public sealed partial class Manager
{
    /// <summary>Calls a member by its name, with JSON, where the server allows it (<see cref="ManagerRegistration.AllowTextCalls"/>).</summary>
    /// <param name="objectName">The name under which the object is registered.</param>
    /// <param name="member">The name of a method or property.</param>
    /// <param name="arguments">The arguments as a JSON array.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The result as JSON; <c>null</c> where the member has none.</returns>
    /// <exception cref="ArgumentException">There is no such object or member, or the arguments do not fit it.</exception>
    /// <exception cref="ObjectGoneException">The server does not allow it.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public Task<string> CallAsync(string objectName, string member, string arguments = "[]", CancellationToken cancellationToken = default) =>
        Get<ITextCalls>(ITextCalls.ReservedName).InvokeAsync(objectName, member, arguments, cancellationToken);

    /// <summary>A proxy by contract.</summary>
    internal SharedProxy GetObject(string name, SharedContract contract) => _peer.OpenNamed(name, contract);
}
