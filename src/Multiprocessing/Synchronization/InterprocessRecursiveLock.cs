using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>A lock between processes that its owner may enter again, and which survives the death of its holder.</summary>
/// <remarks>
/// <para><b>Threads.</b> The owner is a thread (<c>Enter</c>) or an asynchronous flow (<c>EnterAsync</c>): the method that awaits it, what that calls and awaits, and the tasks it starts while
/// it holds the lock. Call <c>EnterAsync</c> in the method that holds the lock; a helper that calls it and returns the scope keeps the flow to itself. A flow may enter again by
/// <c>Enter</c>; a thread that holds the lock by <c>Enter</c> may not enter again by <c>EnterAsync</c>, since it would go on as another.</para>
/// <para><b>Processes.</b> When the holder dies, whoever waits gets the lock within milliseconds, and is told by <see cref="RecursiveLockScope.WasAbandoned"/>. A
/// holder that is stopped, in a debugger, or slow keeps it. A process that exits while holding counts as one that died.</para>
/// <para><b>Cost.</b> Free, or one's own: one compare-and-swap and a few stores, no system call, no allocation. Taken: a short spin, then a futex; asynchronous waits park no thread.</para>
/// <para>Source: CPython's <c>multiprocessing.RLock</c>, whose owner is process and thread, and which is lost when that dies.</para>
/// </remarks>
/// <example>
/// <code>
/// using var gate = InterprocessRecursiveLock.CreateOrOpen("billing");
/// using (gate.Enter()) Pay();        // Pay may enter it again
/// </code>
/// </example>
public sealed partial class InterprocessRecursiveLock : IDisposable
{
    private readonly Segment _segment;
    private readonly SharedRef<RecursiveLockState> _state;
    private readonly RecursiveHolds _holds;
    private LiveMemory _memory;
    private int _disposed;

    private InterprocessRecursiveLock(Segment segment)
    {
        _segment = segment;
        _state = segment.Body<RecursiveLockState>();
        _memory = segment.Memory;
        _holds = RecursiveHolds.Of(segment);
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>How often the calling thread or flow has entered the lock; 0 when it does not hold it.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int Depth
    {
        get
        {
            ThrowIfDisposed();
            return OwnToken() != 0 ? (int)_memory.Load(ref _state.Value.Count) : 0;
        }
    }

    private static SegmentContent Content => SegmentContent.Of(SegmentKind.RecursiveLock, RecursiveLockState.Size);

    /// <summary>Makes a recursive lock.</summary>
    /// <param name="name">1 to 128 bytes; null for an anonymous lock, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The lock, free.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB).</exception>
    public static InterprocessRecursiveLock Create(string? name = null, SharedObjectOptions? options = null) =>
        new(Segment.Create(Domain.Current, name, Content, options: options));

    /// <summary>Opens the recursive lock of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessRecursiveLock Open(string name) => new(Segment.Open(Domain.Current, name, Content));

    /// <summary>Opens the recursive lock of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessRecursiveLock CreateOrOpen(string name, SharedObjectOptions? options = null) =>
        new(Segment.CreateOrOpen(Domain.Current, name, Content, options: options));

    /// <summary>Removes the name. Who has the lock open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.RecursiveLock, name);

    /// <summary>Enters the lock, waiting without end.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>This level of the hold; dispose it to leave.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public RecursiveLockScope Enter(CancellationToken token = default) => Enter(Timeout.InfiniteTimeSpan, token);

    /// <summary>Enters the lock, waiting at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>This level of the hold; dispose it to leave.</returns>
    /// <exception cref="TimeoutException">The lock was not free in that time; the message says who holds it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public RecursiveLockScope Enter(TimeSpan timeout, CancellationToken token = default) =>
        TryEnter(timeout, out RecursiveLockScope scope, token) ? scope : throw TimedOut(timeout);

    /// <summary>Enters the lock if it is free, or the caller's, at once.</summary>
    /// <param name="scope">This level of the hold; dispose it to leave.</param>
    /// <returns>False when another has it.</returns>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(out RecursiveLockScope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <summary>Enters the lock if it gets free in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="scope">This level of the hold; dispose it to leave.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when it was not free in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(TimeSpan timeout, out RecursiveLockScope scope, CancellationToken token = default)
    {
        ThrowIfDisposed();
        if (TryReenter(out scope)) return true;
        ulong thread = _holds.Thread;
        LockOutcome outcome = RecursiveWord.TryEnter(ref _memory, ref _state.Value, thread) ? LockOutcome.Entered : WaitToEnter(thread, timeout, token);
        if (outcome == LockOutcome.TimedOut) return false;
        scope = Entered(thread, outcome);
        return true;
    }

    /// <summary>Tells the lock's name, who holds it now and how often. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
    {
        string name = _segment.Name;
        if (_disposed != 0) return $"recursive lock '{name}' (closed)";
        uint owner = _memory.Load(ref _state.Value.Lock.Owned.Owner) & ProcessIdentity.Mask;
        if (owner == 0) return $"recursive lock '{name}' (free)";
        return $"recursive lock '{name}' (held {_memory.Load(ref _state.Value.Count)} times by {Holders.Text(_segment.Domain, owner)})";
    }

    /// <summary>Closes this process's handle; the lock itself stays for others. Levels still held by the caller are left.</summary>
    public void Dispose()
    {
        if (_disposed != 0) return;
        if (OwnToken() != 0) Leave();
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _segment.Release();
    }

    internal bool WasAbandonedIn(ulong hold) => _disposed == 0 && _memory.Load(ref _state.Value.Lock.Abandoned) == hold;

    /// <summary>Leaves one level, once.</summary>
    internal void Exit(ulong token, ulong number)
    {
        if (_disposed != 0 || !RecursiveWord.IsHeldBy(ref _memory, ref _state.Value, token)) return;
        if (RecursiveHolds.IsThread(token) && token != _holds.Thread)
        {
            if (_holds.IsLive(number)) throw Errors.NotOwnerThread("recursive lock", _segment.Name);
            return;
        }

        lock (_holds.Gate)
        {
            if (!_holds.TryPop(number)) return;
            if (_memory.Load(ref _state.Value.Count) == 1) LockWord.TryEndHold(ref _memory, ref _state.Value.Lock, _memory.Load(ref _state.Value.Lock.Hold));
            RecursiveWord.Exit(ref _memory, ref _state.Value);
        }
    }

    /// <summary>The token, of flow or thread, by which the caller holds the lock; 0 when it does not.</summary>
    private ulong OwnToken()
    {
        if (_memory.Load(ref _state.Value.Lock.Owned.Owner) != _memory.Me) return 0;
        ulong owner = _memory.Load(ref _state.Value.Token);
        return owner != 0 && (owner == _holds.Thread || owner == _holds.Flow) ? owner : 0;
    }

    private bool TryReenter(out RecursiveLockScope scope)
    {
        scope = default;
        ulong owner = OwnToken();
        if (owner == 0) return false;
        lock (_holds.Gate)
        {
            if (!RecursiveWord.TryReenter(ref _memory, ref _state.Value, owner)) return false;
            scope = new RecursiveLockScope(this, owner, _holds.Push(), _memory.Load(ref _state.Value.Lock.Hold), wasAbandoned: false);
            return true;
        }
    }

    private RecursiveLockScope Entered(ulong token, LockOutcome outcome)
    {
        ulong hold = LockWord.BeginHold(ref _memory, ref _state.Value.Lock);
        lock (_holds.Gate) return new RecursiveLockScope(this, token, _holds.Push(), hold, outcome == LockOutcome.EnteredAbandoned);
    }

    /// <summary>Leaves all levels of the caller.</summary>
    private ulong[] Leave()
    {
        ulong[] scopes = _holds.TakeAll();
        LockWord.TryEndHold(ref _memory, ref _state.Value.Lock, _memory.Load(ref _state.Value.Lock.Hold));
        RecursiveWord.ExitAll(ref _memory, ref _state.Value);
        return scopes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LockOutcome WaitToEnter(ulong owner, TimeSpan timeout, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var limit = new WaitLimit(_segment.Domain, timeout, token);
        try
        {
            return RecursiveWord.Enter(ref _memory, ref _state.Value, owner, ref limit);
        }
        finally
        {
            limit.Dispose();
        }
    }

    private TimeoutException TimedOut(TimeSpan timeout)
    {
        uint owner = _memory.Load(ref _state.Value.Lock.Owned.Owner) & ProcessIdentity.Mask;
        return Errors.LockTimeout("recursive lock", _segment.Name, timeout, owner == 0 ? null : Holders.Text(_segment.Domain, owner));
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
