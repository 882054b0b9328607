using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing;

/// <summary>A hold of a manager's recursive lock. Disposing it leaves the lock once; the last of those that were entered within each other frees it.</summary>
/// <remarks>
/// <para><b>Threads.</b> May be disposed by any. <b>Processes.</b> When the connection ends all holds end with it. <b>Cost.</b> The last one a call, whose answer is not waited for; the others nothing.</para>
/// </remarks>
/// <example>
/// <code>
/// using SharedRecursiveScope outer = rlock.Enter();
/// using SharedRecursiveScope inner = rlock.Enter(outer);
/// </code></example>
public sealed class SharedRecursiveScope : IDisposable
{
    private readonly RecursiveHold _hold;
    private int _isLeft;

    internal SharedRecursiveScope(RecursiveHold hold) => _hold = hold;

    /// <summary>Cancelled when the connection to the server has ended, and with it the hold: somebody else may be in the lock.</summary>
    public CancellationToken Lost => _hold.Scope.Lost;

    /// <summary>A number that grows with each hold from outside.</summary>
    public long FencingNumber => _hold.Scope.FencingNumber;

    internal RecursiveHold Hold => _hold;

    internal bool IsLeft => Volatile.Read(ref _isLeft) != 0;

    /// <summary>Leaves the lock once; the second time nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0) _hold.Leave();
    }
}
