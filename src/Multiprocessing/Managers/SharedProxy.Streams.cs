using Multiprocessing.Managers.Streams;

namespace Multiprocessing;

/// <summary>Members whose result is a stream or an enumerator.</summary>
public abstract partial class SharedProxy
{
    /// <summary>The result of a member that gives a stream: each enumeration of it calls the member, when it is moved first.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="begin">Begins the call, with its arguments.</param>
    /// <param name="cancellationToken">The member's token: it ends enumerations, as their own tokens do.</param>
    /// <returns>The stream.</returns>
    protected IAsyncEnumerable<T> StreamOf<T>(Func<CallWriter> begin, CancellationToken cancellationToken = default) =>
        new RemoteSequence<T>(token => OpenStreamAsync(begin(), token), null, cancellationToken);

    private async ValueTask<StreamProxy?> OpenStreamAsync(CallWriter call, CancellationToken cancellationToken)
    {
        CallReader reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        StreamProxy? stream = reply.ReadStreamProxy();
        reply.End();
        GC.KeepAlive(this);
        return stream;
    }

    /// <summary>Reads a result by a function, such as one that reads a stream.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="read">Reads the result.</param>
    /// <returns>The result.</returns>
    protected T InvokeLiving<T>(CallWriter call, Func<CallReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        CallReader reply = InvokeForReply(call);
        T result = read(reply);
        reply.End();
        return result;
    }

    /// <summary>Reads a result by a function, such as one that reads a stream.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="read">Reads the result.</param>
    /// <param name="cancellationToken">Cancels the call at the server.</param>
    /// <returns>The result.</returns>
    protected async ValueTask<T> InvokeLivingAsync<T>(CallWriter call, Func<CallReader, T> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        CallReader reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        T result = read(reply);
        reply.End();
        return result;
    }
}
