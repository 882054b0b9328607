using Multiprocessing.Data;

namespace Multiprocessing;

public sealed partial class GuardedValue<T>
{
    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without end.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public void Update(GuardedUpdate<T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        Run(ref call, Timeout.InfiniteTimeSpan, default);
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates, at most that long.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public void Update(GuardedUpdate<T> update, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        Run(ref call, timeout, token);
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without end.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public void Update<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        Run(ref call, Timeout.InfiniteTimeSpan, default);
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates, at most that long.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public void Update<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        Run(ref call, timeout, token);
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without end.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public TResult Update<TResult>(GuardedFunction<T, TResult> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithResult<TResult>(update);
        Run(ref call, Timeout.InfiniteTimeSpan, default);
        return call.Result;
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates, at most that long.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public TResult Update<TResult>(GuardedFunction<T, TResult> update, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithResult<TResult>(update);
        Run(ref call, timeout, token);
        return call.Result;
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates without end.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public TResult Update<TArgument, TResult>(GuardedFunction<T, TArgument, TResult> update, TArgument argument)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgumentAndResult<TArgument, TResult>(update, argument);
        Run(ref call, Timeout.InfiniteTimeSpan, default);
        return call.Result;
    }

    /// <summary>Changes the value: as a whole, or not at all. Waits for other updates, at most that long.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>What the delegate returned.</returns>
    /// <exception cref="TimeoutException">Other updates went on for all of that time; the message says whose.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public TResult Update<TArgument, TResult>(GuardedFunction<T, TArgument, TResult> update, TArgument argument, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgumentAndResult<TArgument, TResult>(update, argument);
        Run(ref call, timeout, token);
        return call.Result;
    }

    /// <summary>Changes the value, if no other update is under way.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <returns>False when another update is under way; then the delegate did not run.</returns>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public bool TryUpdate(GuardedUpdate<T> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        return TryRun(ref call, TimeSpan.Zero, default);
    }

    /// <summary>Changes the value, if other updates leave it in that time.</summary>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when other updates went on for all of that time; then the delegate did not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public bool TryUpdate(GuardedUpdate<T> update, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.Plain(update);
        return TryRun(ref call, timeout, token);
    }

    /// <summary>Changes the value, if no other update is under way.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <returns>False when another update is under way; then the delegate did not run.</returns>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public bool TryUpdate<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        return TryRun(ref call, TimeSpan.Zero, default);
    }

    /// <summary>Changes the value, if other updates leave it in that time.</summary>
    /// <typeparam name="TArgument">The argument's type.</typeparam>
    /// <param name="update">Changes the value in place. When it throws, the value stays as it was, and the exception is the caller's.</param>
    /// <param name="argument">Handed to the delegate.</param>
    /// <param name="timeout">How long to wait for other updates: zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when other updates went on for all of that time; then the delegate did not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="LockRecursionException">It is called from within an update of the same value.</exception>
    /// <exception cref="ObjectDisposedException">The guarded value was disposed.</exception>
    public bool TryUpdate<TArgument>(GuardedUpdate<T, TArgument> update, TArgument argument, TimeSpan timeout, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var call = new GuardedCalls<T>.WithArgument<TArgument>(update, argument);
        return TryRun(ref call, timeout, token);
    }
}
