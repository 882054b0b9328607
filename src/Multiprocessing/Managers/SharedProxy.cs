using System.ComponentModel;
using System.Runtime.CompilerServices;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>The base of generated proxies: stands for an object that lives in another process.</summary>
/// <remarks>
/// <para>Comparing, hashing and showing a proxy never makes a call. <see cref="Dispose"/> gives back its reference; a proxy that is collected gives it back by itself.</para>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> When the connection is lost, pending calls and later ones throw <see cref="ConnectionLostException"/>.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class SharedProxy : IDisposable, IFaced, ISharedAs
{
    private int _memberBase = -1;
    private int _isReleased;

    /// <summary>For generated proxies.</summary>
    /// <param name="target">What the proxy stands for.</param>
    protected SharedProxy(ProxyTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>A proxy that nobody uses any more gives its reference back.</summary>
    ~SharedProxy() => Release();

    internal ProxyTarget Target { get; }

    /// <inheritdoc/>
    object? IFaced.Face { get; set; }

    /// <inheritdoc/>
    Type ISharedAs.SharedType => Target.SeenAs.Type;

    internal bool IsReleased => Volatile.Read(ref _isReleased) != 0 || Target.Origin is { IsReleased: true };

    /// <summary>Gives the reference back: the server forgets it, and closes the object if it was made for this reference and no other is left.</summary>
    public void Dispose()
    {
        CloseEvents();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Tells what it stands for, without a call.</summary>
    /// <returns>Interface, object and address.</returns>
    public override string ToString() => $"{TypeNames.Short(Target.SeenAs.Type)} {ObjectText} at {Target.Peer.Address}";

    /// <summary>What the object is called in messages.</summary>
    internal string ObjectText => Target.Name is { } name ? $"'{name}'" : $"#{Target.Id:X}";

    /// <summary>Begins a call.</summary>
    /// <param name="member">The member's number in the contract.</param>
    /// <returns>Takes the arguments, in their order.</returns>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    /// <exception cref="ObjectDisposedException">The proxy or the manager was disposed.</exception>
    protected CallWriter BeginCall(int member)
    {
        ObjectDisposedException.ThrowIf(IsReleased, this);
        int first = Volatile.Read(ref _memberBase);
        if (first < 0)
        {
            _limits = ReadLimits();
            first = Target.Peer.Declare(Target.Contract);
            // After the limits, which whoever sees it reads without looking again.
            Volatile.Write(ref _memberBase, first);
        }

        CallWriter call = Target.Peer.BeginCall(FrameKind.Call, (ushort)(first + member), Target.Id, Target.Contract, member);
        if (_limits is not null) call.Limit = LimitOf(member);
        return call;
    }

    /// <summary>Sends a call and waits for its end.</summary>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    protected void Invoke(CallWriter call) => InvokeForReply(call).End();

    /// <summary>Sends a call and waits for its result.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <returns>The result.</returns>
    protected T Invoke<T>(CallWriter call) => End<T>(InvokeForReply(call));

    /// <summary>Sends a call and waits for its result, an object by reference.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <returns>The object's proxy.</returns>
    protected T InvokeReference<T>(CallWriter call)
        where T : class => EndReference<T>(InvokeForReply(call));

    /// <summary>Sends a call and waits for its results.</summary>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <returns>Reads the result, then the out and ref parameters.</returns>
    protected CallReader InvokeForReply(CallWriter call)
    {
        CallReader reply = call.Loans is { } loans ? SendLending(call, loans) : Target.Peer.Invoke(call, this);
        GC.KeepAlive(this);
        return reply;
    }

    /// <summary>Sends a call.</summary>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="cancellationToken">Cancels it at the server.</param>
    /// <returns>Completes when the call has ended.</returns>
    protected ValueTask InvokeAsync(CallWriter call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Loans is null && !SynchronousCall.IsNext && Target.Peer.IsPlain(call) ? Target.Peer.SendForEndAsync(call, this, cancellationToken) : InvokeSeenAsync(call, cancellationToken);
    }

    /// <summary>Sends a call.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="cancellationToken">Cancels it at the server.</param>
    /// <returns>The result.</returns>
    protected ValueTask<T> InvokeAsync<T>(CallWriter call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        // References in a result are counted even if nobody awaits it, so they are read at once.
        bool isRead = typeof(T) == typeof(Item) || typeof(T) == typeof(Item[]) || MessageCodec<T>.Default.CarriesShared;
        return call.Loans is null && !isRead && !SynchronousCall.IsNext && Target.Peer.IsPlain(call) ? Target.Peer.SendForResultAsync<T>(call, this, cancellationToken) : InvokeSeenAsync<T>(call, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InvokeSeenAsync(CallWriter call, CancellationToken cancellationToken)
    {
        CallReader reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        reply.End();
        GC.KeepAlive(this);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> InvokeSeenAsync<T>(CallWriter call, CancellationToken cancellationToken)
    {
        CallReader reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return End<T>(reply);
    }

    /// <summary>Sends a call whose result is an object by reference.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="cancellationToken">Cancels it at the server.</param>
    /// <returns>The object's proxy.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<T> InvokeReferenceAsync<T>(CallWriter call, CancellationToken cancellationToken = default)
        where T : class
    {
        CallReader reply = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return EndReference<T>(reply);
    }

    /// <summary>Sends a call and waits for its result, a collection.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The collection's declared type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <returns>The items, read-only.</returns>
    protected TResult InvokeItems<TItem, TResult>(CallWriter call) => ItemsOf<TItem, TResult>(Invoke<TItem[]?>(call));

    /// <summary>Sends a call whose result is a collection.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The collection's declared type.</typeparam>
    /// <param name="call">From <see cref="BeginCall"/>.</param>
    /// <param name="cancellationToken">Cancels it at the server.</param>
    /// <returns>The items, read-only.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<TResult> InvokeItemsAsync<TItem, TResult>(CallWriter call, CancellationToken cancellationToken = default) =>
        ItemsOf<TItem, TResult>(await InvokeAsync<TItem[]?>(call, cancellationToken).ConfigureAwait(false));

    /// <summary>A collection as it arrives: read-only, since what is changed here would not change there.</summary>
    /// <typeparam name="TItem">The items' type.</typeparam>
    /// <typeparam name="TResult">The collection's declared type.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The collection.</returns>
    protected static TResult ItemsOf<TItem, TResult>(TItem[]? items) => items is null ? default! : (TResult)(object)Array.AsReadOnly(items);

    private static T End<T>(CallReader reply)
    {
        T result = reply.Read<T>();
        reply.End();
        return result;
    }

    private static T EndReference<T>(CallReader reply)
        where T : class
    {
        T? result = reply.ReadReference<T>();
        reply.End();
        return result!;
    }

    private void Release()
    {
        // A proxy whose constructor threw has no target.
        if (Interlocked.Exchange(ref _isReleased, 1) == 0 && Target is { Origin: null } target) target.Peer.ReleaseLater(this);
    }
}
