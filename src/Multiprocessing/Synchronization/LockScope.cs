namespace Multiprocessing;

/// <summary>One hold of an <see cref="InterprocessLock"/>; disposing it releases the lock.</summary>
/// <remarks>
/// <para><b>Threads.</b> Any thread of the process may dispose it. Disposing it again, or disposing a copy, does nothing.</para>
/// <para><b>Processes.</b> A process that ends without disposing leaves the lock to the next one, which is told by <see cref="WasAbandoned"/>.</para>
/// <para><b>Cost.</b> No allocation; one compare-and-swap, and a system call only when somebody waits.</para>
/// </remarks>
public readonly struct LockScope : IDisposable, IEquatable<LockScope>
{
    private readonly InterprocessLock? _lock;
    private readonly ulong _hold;
    private readonly bool _wasAbandoned;

    internal LockScope(InterprocessLock owner, ulong hold, bool wasAbandoned)
    {
        _lock = owner;
        _hold = hold;
        _wasAbandoned = wasAbandoned;
    }

    /// <summary>
    /// Whether the process that held the lock before died inside: what the lock guards may be half changed. A wait for an <see cref="InterprocessCondition"/> gives
    /// the lock to others in the middle of the hold; when one of them died, this is true afterwards.
    /// </summary>
    public bool WasAbandoned => _wasAbandoned || (_lock is not null && _lock.WasAbandonedIn(_hold));

    /// <summary>Whether this hold still stands: it was not disposed yet.</summary>
    public bool IsHeld => _lock is not null && _lock.IsHold(_hold);

    /// <summary>Releases the lock, if this hold still stands.</summary>
    public void Dispose() => _lock?.Exit(_hold);

    /// <summary>Whether both are the same hold of the same lock.</summary>
    /// <param name="other">The other hold.</param>
    /// <returns>True for the same hold.</returns>
    public bool Equals(LockScope other) => ReferenceEquals(_lock, other._lock) && _hold == other._hold;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LockScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_lock, _hold);

    /// <summary>Whether both are the same hold.</summary>
    public static bool operator ==(LockScope left, LockScope right) => left.Equals(right);

    /// <summary>Whether they are different holds.</summary>
    public static bool operator !=(LockScope left, LockScope right) => !left.Equals(right);
}
