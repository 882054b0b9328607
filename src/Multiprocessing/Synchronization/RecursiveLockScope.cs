namespace Multiprocessing;

/// <summary>One level of a hold of an <see cref="InterprocessRecursiveLock"/>; disposing the last one releases the lock.</summary>
/// <remarks>
/// <para><b>Threads.</b> A level entered by <c>Enter</c> is disposed by the thread that entered; one entered by <c>EnterAsync</c>, or inside of such a one, by any. Disposing it
/// again, or disposing a copy, does nothing.</para>
/// <para><b>Processes.</b> A process that ends without disposing leaves the lock to the next one, which is told by <see cref="WasAbandoned"/>.</para>
/// <para><b>Cost.</b> No allocation; a system call only when somebody waits.</para>
/// </remarks>
public readonly struct RecursiveLockScope : IDisposable, IEquatable<RecursiveLockScope>
{
    private readonly InterprocessRecursiveLock? _lock;
    private readonly ulong _token;
    private readonly ulong _number;
    private readonly ulong _hold;
    private readonly bool _wasAbandoned;

    internal RecursiveLockScope(InterprocessRecursiveLock owner, ulong token, ulong number, ulong hold, bool wasAbandoned)
    {
        _lock = owner;
        _token = token;
        _number = number;
        _hold = hold;
        _wasAbandoned = wasAbandoned;
    }

    /// <summary>
    /// Whether the process that held the lock before died inside: what the lock guards may be half changed. Told to the outermost level; and, when it happened while an
    /// <see cref="InterprocessCondition"/> had given the lock to others, to every level.
    /// </summary>
    public bool WasAbandoned => _wasAbandoned || (_lock is not null && _lock.WasAbandonedIn(_hold));

    /// <summary>Leaves this level, if it was not left yet.</summary>
    /// <exception cref="SynchronizationLockException">Another thread entered this level, by <c>Enter</c>.</exception>
    public void Dispose() => _lock?.Exit(_token, _number);

    /// <summary>Whether both are the same level of the same hold.</summary>
    /// <param name="other">The other level.</param>
    /// <returns>True for the same level.</returns>
    public bool Equals(RecursiveLockScope other) => ReferenceEquals(_lock, other._lock) && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecursiveLockScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_lock, _number);

    /// <summary>Whether both are the same level.</summary>
    public static bool operator ==(RecursiveLockScope left, RecursiveLockScope right) => left.Equals(right);

    /// <summary>Whether they are different levels.</summary>
    public static bool operator !=(RecursiveLockScope left, RecursiveLockScope right) => !left.Equals(right);
}
