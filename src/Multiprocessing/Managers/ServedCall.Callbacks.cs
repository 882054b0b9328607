using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing;

/// <summary>Callbacks as arguments and results of a call.</summary>
public sealed partial class ServedCall
{
    private List<IBorrowed>? _borrowed;

    /// <summary>Reads the next argument, a delegate by reference.</summary>
    /// <typeparam name="T">The delegate's type.</typeparam>
    /// <returns>The delegate.</returns>
    public T? ReadCallback<T>()
        where T : Delegate => _arguments.ReadCallback<T>();

    /// <summary>Writes a result that is a delegate by reference.</summary>
    /// <typeparam name="T">The delegate's type.</typeparam>
    /// <param name="callback">The delegate.</param>
    public void WriteCallback<T>(T? callback)
        where T : Delegate => Result.WriteCallback(callback);

    /// <summary>Reads the next argument, which hears of progress until the call ends.</summary>
    /// <typeparam name="T">What is reported.</typeparam>
    /// <returns>What hears of it.</returns>
    public IProgress<T>? ReadProgress<T>() => _arguments.ReadProgress(out IProgress<T>? own) is { } progress ? Borrow(progress) : own;

    /// <summary>Reads the argument of an event's <c>add</c>, the handler of a client.</summary>
    /// <typeparam name="T">The event's type.</typeparam>
    /// <param name="subscription">Counts what is raised.</param>
    /// <returns>Calls the handler without waiting.</returns>
    public T ReadHandler<T>(out EventSubscription subscription)
        where T : Delegate
    {
        (T post, SharedProxy? proxy) = _arguments.ReadHandler<T>();
        subscription = new EventSubscription(proxy, _peer);
        return post;
    }

    /// <summary>Writes the result of an event's <c>add</c>.</summary>
    /// <param name="subscription">From <see cref="ReadHandler"/>.</param>
    /// <param name="unsubscribe">Takes the handler off the event; called in the turn of the object.</param>
    public void WriteSubscription(EventSubscription subscription, Action unsubscribe)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        subscription.Unsubscribe = unsubscribe;
        Result.WriteLiving(subscription, EventSubscription.Contract, StepTurn);
    }

    /// <summary>Notes what a callback threw whose caller does not wait.</summary>
    internal void NoteCallbackFailed(Exception error, string source) => _peer.Host.NoteCallbackFailed(error, source);

    private T Borrow<T>(T borrowed)
        where T : IBorrowed
    {
        (_borrowed ??= []).Add(borrowed);
        return borrowed;
    }

    private void GiveBack()
    {
        if (_borrowed is null) return;
        foreach (IBorrowed borrowed in _borrowed) borrowed.EndWithCall();
        _borrowed = null;
    }
}
