namespace Multiprocessing;

/// <summary>One unit of an <see cref="InterprocessSemaphore"/>; disposing it gives the unit back.</summary>
/// <remarks>
/// <para><b>Threads.</b> Any thread of the process may dispose it. Disposing it again, or disposing a copy, does nothing.</para>
/// <para><b>Processes.</b> A permit comes back when its process ends without disposing; a signal does not.</para>
/// <para><b>Cost.</b> No allocation; one or two compare-and-swaps, and a system call only when somebody waits.</para>
/// </remarks>
public readonly struct SemaphoreScope : IDisposable, IEquatable<SemaphoreScope>
{
    private readonly InterprocessSemaphore? _semaphore;
    private readonly int _slot;
    private readonly ulong _number;

    internal SemaphoreScope(InterprocessSemaphore semaphore, int slot, ulong number, bool wasAbandoned)
    {
        _semaphore = semaphore;
        _slot = slot;
        _number = number;
        WasAbandoned = wasAbandoned;
    }

    /// <summary>Whether the process that had this permit before died with it: what it worked on may be half done.</summary>
    public bool WasAbandoned { get; }

    /// <summary>Gives the unit back, if this was not done yet.</summary>
    public void Dispose() => _semaphore?.Exit(_slot, _number);

    /// <summary>Whether both are the same hold of the same semaphore.</summary>
    /// <param name="other">The other hold.</param>
    /// <returns>True for the same hold.</returns>
    public bool Equals(SemaphoreScope other) => ReferenceEquals(_semaphore, other._semaphore) && _slot == other._slot && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SemaphoreScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_semaphore, _slot, _number);

    /// <summary>Whether both are the same hold.</summary>
    public static bool operator ==(SemaphoreScope left, SemaphoreScope right) => left.Equals(right);

    /// <summary>Whether they are different holds.</summary>
    public static bool operator !=(SemaphoreScope left, SemaphoreScope right) => !left.Equals(right);
}
