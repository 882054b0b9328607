using Multiprocessing.Data;

namespace Multiprocessing;

public sealed partial class GuardedValue<T>
{
    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without blocking a thread; the delegate itself runs in one go.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: null, without end.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when the update has taken effect.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask UpdateAsync(GuardedUpdate<T> update, TimeSpan? timeout = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        Run(ref call, await _gate.EnterAsync(timeout ?? Timeout.InfiniteTimeSpan, token).ConfigureAwait(false));
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without blocking a thread; the delegate itself runs in one go.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: null, without end.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Ends when the update has taken effect.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask UpdateAsync<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument, TimeSpan? timeout = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        Run(ref call, await _gate.EnterAsync(timeout ?? Timeout.InfiniteTimeSpan, token).ConfigureAwait(false));
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without blocking a thread; the delegate itself runs in one go.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: null, without end.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask<TResult> UpdateAsync<TResult>(GuardedFunction<T, TResult> update, TimeSpan? timeout = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithResult<TResult>(update);
        Run(ref call, await _gate.EnterAsync(timeout ?? Timeout.InfiniteTimeSpan, token).ConfigureAwait(false));
        return call.Result;
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without blocking a thread; the delegate itself runs in one go.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: null, without end.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask<TResult> UpdateAsync<TArgument, TResult>(GuardedFunction<T, TArgument, TResult> update, TArgument argument, TimeSpan? timeout = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgumentAndResult<TArgument, TResult>(update, argument);
        Run(ref call, await _gate.EnterAsync(timeout ?? Timeout.InfiniteTimeSpan, token).ConfigureAwait(false));
        return call.Result;
    }

    /// <summary>Changes the value, if other updates leave it in that time. Waits without blocking a thread.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when other updates went on for all of that time; then the delegate did not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask<bool> TryUpdateAsync(GuardedUpdate<T> update, TimeSpan timeout = default, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        if (await _gate.TryEnterAsync(timeout, token).ConfigureAwait(false) is not { } scope) return false;
        Run(ref call, scope);
        return true;
    }

    /// <summary>Changes the value, if other updates leave it in that time. Waits without blocking a thread.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: zero.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when other updates went on for all of that time; then the delegate did not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public async ValueTask<bool> TryUpdateAsync<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument, TimeSpan timeout = default, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        if (await _gate.TryEnterAsync(timeout, token).ConfigureAwait(false) is not { } scope) return false;
        Run(ref call, scope);
        return true;
    }
}
