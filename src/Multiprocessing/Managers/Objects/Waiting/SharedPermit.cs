using Multiprocessing.Managers.Objects.Waiting;

namespace Multiprocessing;

/// <summary>A permit of a manager's semaphore. Disposing it gives it back, once.</summary>
/// <remarks>
/// <para><b>Threads.</b> May be disposed by any. <b>Processes.</b> It comes back when the connection ends. <b>Cost.</b> Giving it back is one call, whose answer is not waited for.</para>
/// </remarks>
/// <example>
/// <code>
/// using SharedPermit seat = await seats.EnterAsync();
/// </code></example>
public sealed class SharedPermit : IDisposable
{
    private readonly ISemaphoreReferent _semaphore;
    private readonly long _permit;
    private int _isReturned;

    internal SharedPermit(ISemaphoreReferent semaphore, long permit)
    {
        _semaphore = semaphore;
        _permit = permit;
        Lost = Waits.LostOf(semaphore);
    }

    /// <summary>Cancelled when the connection to the server has ended, and with it the permit.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Gives the permit back; the second time nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0 && !Lost.IsCancellationRequested) Waits.Forget(() => _semaphore.ReturnAsync(_permit, CancellationToken.None));
    }
}
