using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>Objects of which each client has its own.</summary>
public sealed partial class ManagerRegistration
{
    /// <summary>Registers an object of which each client's connection gets its own, made by its first call on it.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="factory">Makes the object for a session. It is disposed, if it can be, after the session's last call when the session has ended; one that throws is tried again at the next call.</param>
    /// <param name="turn">Which of the object's calls may run at the same time; null for what the interface says.</param>
    /// <param name="limits">How many calls each session's object takes at a time; null for any number.</param>
    /// <exception cref="ArgumentException">The name is registered already or is none, or <typeparamref name="T"/> is not shared.</exception>
    public void AddPerSession<T>(string name, Func<SharedSession, T> factory, TurnPolicy? turn = null, ObjectLimits? limits = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        CheckName(name);
        SharedContract contract = SharedContract.Of<T>();
        Hosted Make(SharedSession session) => Host(name, contract, turn ?? contract.Turn, () => factory(session), limits);
        var registered = new Hosted(name, contract.Inner, turn ?? contract.Turn, static () => throw new InvalidOperationException("The object is made for a session.")) { OfSession = Make };
        if (!_named.TryAdd(name, registered)) throw Errors.NameRegistered(name);
    }
}
