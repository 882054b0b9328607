using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>Where processes that hold a lock wait, giving it up meanwhile, until another one says that something has changed.</summary>
/// <remarks>
/// <para><b>Threads.</b> Wait and notify want the lock held by the caller, entered through any object of the same lock. A wait gives up all levels of a
/// recursive lock, and has all of them back when it returns, however it ends; so it always ends by waiting for the lock. Waiters are notified in the order in which they came.</para>
/// <para><b>Processes.</b> A notifier never waits for a waiter. A waiter that is killed, cancelled or out of time before it was notified is skipped; one that dies after it was
/// notified and before it has the lock back passes the notification on to the next. When a process died inside the lock while others waited, the scopes of these say so
/// afterwards (<see cref="LockScope.WasAbandoned"/>).</para>
/// <para><b>Cost.</b> A wait: a few stores, the lock, and a futex; asynchronous waits park no thread. Notify: a look at each node used, up to 512, and a system call for
/// each process met and for each sleeper woken; nobody waiting: a few loads. Beyond 512 waiters at once, those too many are woken by every notification that finds no other.</para>
/// <para>Source: CPython's <c>multiprocessing.Condition</c>, whose <c>notify</c> waits for the woken and hangs when one of them is dead.</para>
/// </remarks>
/// <example>
/// <code>
/// using var gate = InterprocessLock.CreateOrOpen("stock");
/// using var changed = InterprocessCondition.CreateOrOpen("stock-changed", gate);
/// using (gate.Enter()) changed.WaitFor(() => stock.Value > 0);         // one process
/// using (gate.Enter()) { stock.Value = 5; changed.NotifyAll(); }       // another
/// </code>
/// </example>
public sealed partial class InterprocessCondition : IDisposable
{
    private readonly Segment _segment;
    private readonly IConditionGate _gate;
    private readonly ConditionQueue _queue;
    private LiveMemory _memory;
    private int _disposed;

    /// <summary>The lock where it was opened for this object alone, which then closes it.</summary>
    private IDisposable? _ownGate;

    private InterprocessCondition(Segment segment, IConditionGate gate)
    {
        _segment = segment;
        _gate = gate;
        _memory = segment.Memory;
        if ((ulong)segment.ParameterA != gate.Segment.Incarnation)
        {
            segment.Release();
            throw Errors.OtherGate(segment.Name, gate.Segment.Kind.Word(), gate.Segment.Name);
        }

        _queue = new ConditionQueue(
            segment.Body<ConditionState>(), segment.Body<ConditionNode>(ConditionState.Size, ConditionState.NodeCount), ConditionState.NodeCount);
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>Makes a condition that works with that lock.</summary>
    /// <param name="gate">The lock that is held to wait and to notify.</param>
    /// <param name="name">1 to 128 bytes; null for an anonymous condition, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (24 KiB).</exception>
    public static InterprocessCondition Create(InterprocessLock gate, string? name = null, SharedObjectOptions? options = null) =>
        CreateFor(gate, name, options);

    /// <summary>Opens the condition of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <param name="gate">The lock it was made with, opened here.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the condition works with another lock.</exception>
    public static InterprocessCondition Open(string name, InterprocessLock gate) => OpenFor(name, gate);

    /// <summary>Opens the condition of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="gate">The lock that is held to wait and to notify.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the condition works with another lock.</exception>
    public static InterprocessCondition CreateOrOpen(string name, InterprocessLock gate, SharedObjectOptions? options = null) =>
        CreateOrOpenFor(name, gate, options);

    /// <summary>Makes a condition that works with that lock.</summary>
    /// <param name="gate">The lock that is held to wait and to notify.</param>
    /// <param name="name">1 to 128 bytes; null for an anonymous condition, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (24 KiB).</exception>
    public static InterprocessCondition Create(InterprocessRecursiveLock gate, string? name = null, SharedObjectOptions? options = null) =>
        CreateFor(gate, name, options);

    /// <summary>Opens the condition of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <param name="gate">The lock it was made with, opened here.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the condition works with another lock.</exception>
    public static InterprocessCondition Open(string name, InterprocessRecursiveLock gate) => OpenFor(name, gate);

    /// <summary>Opens the condition of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="gate">The lock that is held to wait and to notify.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or the condition works with another lock.</exception>
    public static InterprocessCondition CreateOrOpen(string name, InterprocessRecursiveLock gate, SharedObjectOptions? options = null) =>
        CreateOrOpenFor(name, gate, options);

    /// <summary>Removes the name. Who has the condition open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Condition, name);

    /// <summary>Lets the oldest waiters go on, when they get the lock. Never waits for them.</summary>
    /// <param name="count">How many at most: 1 or more. Default: 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Notify(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowUnlessHeld();
        _queue.Notify(ref _memory, count);
    }

    /// <summary>Lets all go on that wait now, when they get the lock. Never waits for them.</summary>
    /// <exception cref="SynchronizationLockException">The caller does not hold the lock.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>Tells the condition's name, how many wait, and its lock. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"condition '{_segment.Name}' (closed)"
        : $"condition '{_segment.Name}' ({_queue.CountWaiting(ref _memory)} waiting; {_gate})";

    /// <summary>Closes this process's handle; the condition itself stays for others, and the lock is left alone.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _segment.Release();
        _ownGate?.Dispose();
    }

    private static SegmentContent ContentFor(IConditionGate gate) =>
        SegmentContent.Of(SegmentKind.Condition, ConditionState.TotalSize) with { ParameterA = (long)gate.Segment.Incarnation, ParameterB = (long)gate.Segment.Kind };

    private static InterprocessCondition CreateFor(IConditionGate gate, string? name, SharedObjectOptions? options)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new(Segment.Create(gate.Segment.Domain, name, ContentFor(gate), options: options), gate);
    }

    private static InterprocessCondition OpenFor(string name, IConditionGate gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new(Segment.Open(gate.Segment.Domain, name, ContentFor(gate)), gate);
    }

    private static InterprocessCondition CreateOrOpenFor(string name, IConditionGate gate, SharedObjectOptions? options)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new(Segment.CreateOrOpen(gate.Segment.Domain, name, ContentFor(gate), options: options), gate);
    }

    private void ThrowUnlessHeld()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (!_gate.IsHeldByCaller) throw Errors.GateNotHeld(_segment.Name, _gate.Segment.Kind.Word(), _gate.Segment.Name);
    }

    private TimeoutException TimedOut(TimeSpan timeout) => Errors.WaitTimeout("condition", _segment.Name, timeout, "was not notified");
}
