using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing;

/// <summary>Callbacks as arguments and results.</summary>
public sealed partial class CallReader
{
    /// <summary>Reads a delegate by reference.</summary>
    /// <typeparam name="T">The delegate's type.</typeparam>
    /// <returns>The delegate; the one itself where it is of this process; or null.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no reference.</exception>
    public T? ReadCallback<T>()
        where T : Delegate => ReadLiving(SharedContract.Of<T>()) switch
        {
            null => null,
            CallbackProxy proxy => (T)proxy.Caller,
            T own => own,
            { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(T)),
        };

    /// <summary>Reads the handler of an event by reference: it is called without waiting.</summary>
    internal (T Post, SharedProxy? Proxy) ReadHandler<T>()
        where T : Delegate => ReadLiving(SharedContract.Of<T>()) switch
        {
            CallbackProxy { Poster: { } poster } proxy => ((T)poster, proxy),
            T own => (own, null),
            var other => throw Errors.ReferenceOfOtherType(other?.GetType() ?? typeof(void), typeof(T)),
        };

    internal RemoteProgress<T>? ReadProgress<T>(out IProgress<T>? own)
    {
        object? read = ReadLiving(ProgressSink.Contract);
        own = (read as ProgressSink<T>)?.Progress;
        return read switch
        {
            null or ProgressSink<T> => null,
            ProgressProxy proxy => new RemoteProgress<T>(proxy),
            { } other => throw Errors.ReferenceOfOtherType(other.GetType(), typeof(IProgress<T>)),
        };
    }
}
