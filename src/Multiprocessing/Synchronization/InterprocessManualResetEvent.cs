using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>An event between processes that, once set, lets everybody through until it is reset.</summary>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread.</para>
/// <para><b>Processes.</b> It belongs to nobody, so no death can leave it held. One <c>Set</c> lets all go that wait then, also when <c>Reset</c> follows at once; a waiter that is
/// killed, stopped or cancelled holds up neither the setter nor the others.</para>
/// <para><b>Cost.</b> Set, reset or found set: one or two atomic steps, no system call, no allocation. Waiting: a short spin that adapts itself, then a futex; asynchronous
/// waits park no thread.</para>
/// <para>Source: CPython's <c>multiprocessing.Event</c>, whose <c>set</c> can hang on a dead waiter; this one has no count of waiters.</para>
/// </remarks>
/// <example>
/// <code>
/// using var stop = InterprocessManualResetEvent.CreateOrOpen("stop");
/// while (!stop.TryWait(TimeSpan.FromSeconds(1))) Work();
/// </code>
/// </example>
public sealed partial class InterprocessManualResetEvent : IDisposable
{
    private readonly Segment _segment;
    private readonly SharedRef<EventState> _state;
    private LiveMemory _memory;
    private AdaptiveSpin _spin;
    private int _disposed;

    private InterprocessManualResetEvent(Segment segment)
    {
        _segment = segment;
        _state = segment.Body<EventState>();
        _memory = segment.Memory;
    }

    private static SegmentContent Content => SegmentContent.Of(SegmentKind.ManualResetEvent, EventState.Size);

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>Whether the event is set.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool IsSet
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return ManualResetWord.IsSet(ref _memory, ref _state.Value);
        }
    }

    /// <summary>Makes an event.</summary>
    /// <param name="name">1 to 128 bytes; null for an anonymous event, which is handed over as an argument or in a message and goes with its last user.</param>
    /// <param name="initialState">Whether it is set from the beginning. Default: false.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The event.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB).</exception>
    public static InterprocessManualResetEvent Create(string? name = null, bool initialState = false, SharedObjectOptions? options = null) =>
        new(Segment.Create(Domain.Current, name, Content, segment => Initialise(segment, initialState), options));

    /// <summary>Opens the event of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The event.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessManualResetEvent Open(string name) => new(Segment.Open(Domain.Current, name, Content));

    /// <summary>Opens the event of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="initialState">Whether it is set from the beginning; used only when it is made. Default: false.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The event.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessManualResetEvent CreateOrOpen(string name, bool initialState = false, SharedObjectOptions? options = null) =>
        new(Segment.CreateOrOpen(Domain.Current, name, Content, segment => Initialise(segment, initialState), options));

    /// <summary>Removes the name. Who has the event open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.ManualResetEvent, name);

    /// <summary>Sets the event: lets all go that wait now, and all that come until it is reset.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Set()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        ManualResetWord.Set(ref _memory, ref _state.Value);
    }

    /// <summary>Takes the event back: who comes now waits.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        ManualResetWord.Reset(ref _memory, ref _state.Value);
    }

    /// <summary>Waits until the event is set, however long that takes.</summary>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(CancellationToken token = default) => TryWait(Timeout.InfiniteTimeSpan, token);

    /// <summary>Waits until the event is set, but not longer than that.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="TimeoutException">The time was up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Wait(TimeSpan timeout, CancellationToken token = default)
    {
        if (!TryWait(timeout, token)) throw TimedOut(timeout);
    }

    /// <summary>Asks whether the event is set; never waits.</summary>
    /// <returns>False when it is not.</returns>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWait() => TryWait(TimeSpan.Zero);

    /// <summary>Waits at most that long until the event is set.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>False when it was not set in that time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool TryWait(TimeSpan timeout, CancellationToken token = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return ManualResetWord.IsSet(ref _memory, ref _state.Value) || WaitSlow(timeout, token);
    }

    /// <summary>Tells the event's name and state. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"manual reset event '{_segment.Name}' (closed)"
        : $"manual reset event '{_segment.Name}' ({(IsSet ? "set" : "not set")})";

    /// <summary>Closes this process's handle; the event itself stays for others. Waits of this process end when its last handle is closed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _segment.Release();
    }

    private static void Initialise(Segment segment, bool initialState) => segment.Body<EventState>().Value.Word = initialState ? 1u : 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool WaitSlow(TimeSpan timeout, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero) return false;
        var limit = new WaitLimit(_segment.Domain, timeout, token);
        try
        {
            return ManualResetWord.Wait(ref _memory, ref _state.Value, ref _spin, ref limit);
        }
        finally
        {
            limit.Dispose();
        }
    }

    private TimeoutException TimedOut(TimeSpan timeout) => Errors.WaitTimeout("manual reset event", _segment.Name, timeout, "was not set");
}
