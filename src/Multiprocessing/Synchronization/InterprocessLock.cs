using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>A lock between processes, by name or handed over, which survives the death of its holder.</summary>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread. The lock belongs to a process and a scope, not to a thread: it may be held across an
/// <c>await</c> and released by another thread. It is not recursive: entering it twice waits for itself.</para>
/// <para><b>Processes.</b> When the holder dies, whoever waits gets the lock within milliseconds, and is told by <see cref="LockScope.WasAbandoned"/>. A
/// holder that is stopped, in a debugger, or slow keeps it. A process that exits while holding counts as one that died.</para>
/// <para><b>Cost.</b> Free: one compare-and-swap to enter and one to leave, no system call, no allocation. Taken: a short spin, then a futex.</para>
/// <para>Source: CPython's <c>multiprocessing.Lock</c>, which has no owner, so that any process may release it and none notices a death. Here only the
/// holder's scope releases; for the other use, take an <c>InterprocessSemaphore</c> of one unit.</para>
/// </remarks>
/// <example>
/// <code>
/// using var gate = InterprocessLock.CreateOrOpen("billing");
/// using (var scope = gate.Enter(TimeSpan.FromSeconds(5)))
///     if (scope.WasAbandoned) Repair();
/// </code>
/// </example>
public sealed partial class InterprocessLock : IDisposable
{
    private readonly Segment _segment;
    private readonly long _offset;
    private readonly string _kind;
    private readonly SharedRef<LockState> _state;
    private readonly uint _me;
    private LiveMemory _memory;
    private ulong _held;
    private int _disposed;

    /// <summary>A lock at some place in a segment, which may be that of another object.</summary>
    /// <param name="segment">One use of it, which this object ends.</param>
    /// <param name="offset">Where in the body its state lies.</param>
    /// <param name="kind">What messages call it.</param>
    internal InterprocessLock(Segment segment, long offset = 0, string kind = "lock")
    {
        _segment = segment;
        _offset = offset;
        _kind = kind;
        _state = segment.Body<LockState>(offset);
        _memory = segment.Memory;
        _me = segment.Domain.Me;
    }

    private static SegmentContent Content => SegmentContent.Of(SegmentKind.Lock, LockState.Size);

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>Makes a lock.</summary>
    /// <param name="name">1 to 128 bytes; null for an anonymous lock, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The lock, free.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB).</exception>
    public static InterprocessLock Create(string? name = null, SharedObjectOptions? options = null) =>
        new(Segment.Create(Domain.Current, name, Content, options: options));

    /// <summary>Opens the lock of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessLock Open(string name) => new(Segment.Open(Domain.Current, name, Content));

    /// <summary>Opens the lock of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessLock CreateOrOpen(string name, SharedObjectOptions? options = null) =>
        new(Segment.CreateOrOpen(Domain.Current, name, Content, options: options));

    /// <summary>Removes the name. Who has the lock open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Lock, name);

    /// <summary>Enters the lock, waiting without end.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to leave.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LockScope Enter(CancellationToken token = default) =>
        LockWord.TryEnter(ref _memory, ref _state.Value, _me) ? Entered(wasAbandoned: false) : EnterSlow(Timeout.InfiniteTimeSpan, token);

    /// <summary>Enters the lock, waiting at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The hold; dispose it to leave.</returns>
    /// <exception cref="TimeoutException">The lock was not free in that time; the message says who holds it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public LockScope Enter(TimeSpan timeout, CancellationToken token = default) =>
        LockWord.TryEnter(ref _memory, ref _state.Value, _me) ? Entered(wasAbandoned: false) : EnterSlow(timeout, token);

    /// <summary>Enters the lock if it is free at once.</summary>
    /// <param name="scope">The hold; dispose it to leave.</param>
    /// <returns>False when it is taken.</returns>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(out LockScope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <summary>Enters the lock if it gets free in that time.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="scope">The hold; dispose it to leave.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when it was not free in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryEnter(TimeSpan timeout, out LockScope scope, CancellationToken token = default)
    {
        LockOutcome outcome = LockWord.TryEnter(ref _memory, ref _state.Value, _me) ? LockOutcome.Entered : WaitToEnter(timeout, token);
        scope = outcome == LockOutcome.TimedOut ? default : Entered(outcome == LockOutcome.EnteredAbandoned);
        return outcome != LockOutcome.TimedOut;
    }

    /// <summary>Tells the lock's name, and who holds it now. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
    {
        string name = _segment.Name;
        if (_disposed != 0) return $"{_kind} '{name}' (closed)";
        uint owner = Volatile.Read(ref _state.Value.Owned.Owner) & ProcessIdentity.Mask;
        return owner == 0 ? $"{_kind} '{name}' (free)" : $"{_kind} '{name}' (held by {Holders.Text(_segment.Domain, owner)})";
    }

    /// <summary>Closes this process's handle; the lock itself stays for others. A hold that was entered through this object is released.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (_held != 0) Exit(_held);
        _segment.Release();
    }

    internal bool IsHold(ulong hold) => _disposed == 0 && _memory.Load(ref _state.Value.Hold) == hold;

    /// <summary>Whether the word came from a dead owner in the middle of that hold, when a condition took it back.</summary>
    internal bool WasAbandonedIn(ulong hold) => _disposed == 0 && _memory.Load(ref _state.Value.Abandoned) == hold;

    /// <summary>Ends that hold; nothing when it has ended already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit(ulong hold)
    {
        if (!LockWord.TryEndHold(ref _memory, ref _state.Value, hold)) return;
        _held = 0;
        LockWord.Exit(ref _memory, ref _state.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LockScope Entered(bool wasAbandoned)
    {
        if (_disposed != 0) throw LeaveDisposed();
        ulong hold = LockWord.BeginHold(ref _memory, ref _state.Value);
        _held = hold;
        return new LockScope(this, hold, wasAbandoned);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LockScope EnterSlow(TimeSpan timeout, CancellationToken token)
    {
        LockOutcome outcome = WaitToEnter(timeout, token);
        return outcome == LockOutcome.TimedOut ? throw TimedOut(timeout) : Entered(outcome == LockOutcome.EnteredAbandoned);
    }

    private TimeoutException TimedOut(TimeSpan timeout)
    {
        uint owner = Volatile.Read(ref _state.Value.Owned.Owner) & ProcessIdentity.Mask;
        return Errors.LockTimeout(_kind, _segment.Name, timeout, owner == 0 ? null : Holders.Text(_segment.Domain, owner));
    }

    private LockOutcome WaitToEnter(TimeSpan timeout, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        token.ThrowIfCancellationRequested();
        var limit = new WaitLimit(_segment.Domain, timeout, token);
        try
        {
            return LockWord.Enter(ref _memory, ref _state.Value, ref limit);
        }
        finally
        {
            limit.Dispose();
        }
    }

    /// <summary>A word taken on the pages of a closed object is nobody's: they are private by now, or belong to another opening of the same lock.</summary>
    private ObjectDisposedException LeaveDisposed()
    {
        LockWord.Exit(ref _memory, ref _state.Value);
        return new ObjectDisposedException(nameof(InterprocessLock), $"{_kind} '{_segment.Name}' was closed by Dispose.");
    }
}
