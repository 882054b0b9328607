using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing;

/// <summary>A hold of a manager's lock. Disposing it leaves the lock, once.</summary>
/// <remarks>
/// <para><b>Threads.</b> May be disposed by another thread than entered. <b>Processes.</b> When the connection ends the hold ends with it. <b>Cost.</b> Leaving is one call, whose answer is not waited for.</para>
/// </remarks>
/// <example>
/// <code>
/// using SharedLockScope scope = gate.Enter();
/// await WriteAsync(scope.FencingNumber, scope.Lost);
/// </code></example>
public sealed class SharedLockScope : IDisposable
{
    private readonly ILockReferent _lock;
    private int _isLeft;

    internal SharedLockScope(ILockReferent target, long hold)
    {
        _lock = target;
        FencingNumber = hold;
        Lost = Waits.LostOf(target);
    }

    /// <summary>Cancelled when the connection to the server has ended, and with it the hold: somebody else may be in the lock.</summary>
    public CancellationToken Lost { get; }

    /// <summary>A number that grows with each hold of this lock: who keeps the highest that came can refuse what an old holder sends.</summary>
    public long FencingNumber { get; internal set; }

    internal ILockReferent Lock => _lock;

    internal bool IsLeft => Volatile.Read(ref _isLeft) != 0;

    /// <summary>Leaves the lock; the second time nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0 && !Lost.IsCancellationRequested) Waits.Forget(() => _lock.ExitAsync(FencingNumber, CancellationToken.None));
    }

    /// <summary>Tells its state.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"hold {FencingNumber}{(IsLeft ? ", left" : Lost.IsCancellationRequested ? ", lost" : "")}";
}
