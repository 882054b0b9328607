using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>A number of units that processes take and give back: as permits, which come back when their holder dies, or as signals.</summary>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread. A unit belongs to the process that took it, not to a thread, and may be held across an
/// <c>await</c>. There is no order among those who wait.</para>
/// <para><b>Processes.</b> <see cref="SemaphoreKind.Permits"/>: each permit names its holder. When a holder dies or exits, its permits are there for others within
/// milliseconds; who gets one of them is told by <see cref="SemaphoreScope.WasAbandoned"/>. <see cref="SemaphoreKind.Signals"/>: a plain count; what a process took
/// is used up, whatever becomes of it.</para>
/// <para><b>Cost.</b> A unit that is there: one compare-and-swap (permits: and a look at each cell before the free one), no system call, no allocation. None there: a
/// short spin, then a futex; asynchronous waits park no thread. Permits: when all are taken, a system call for each process that holds some.</para>
/// <para>Source: CPython's <c>Semaphore</c> (signals, with a large maximum) and <c>BoundedSemaphore</c> (maximum = initial), which lose the units of a killed process.</para>
/// </remarks>
/// <example>
/// <code>
/// using var seats = InterprocessSemaphore.Create(initial: 3, maximum: 3);
/// using (var seat = await seats.EnterAsync()) { Work(); }
/// </code>
/// </example>
public sealed partial class InterprocessSemaphore : IDisposable
{
    /// <summary>The largest maximum of a semaphore of <see cref="SemaphoreKind.Permits"/>.</summary>
    public const int PermitsMax = 1024;

    private readonly Segment _segment;
    private readonly SharedRef<SemaphoreState> _state;
    private readonly PermitCells _cells;
    private readonly HoldTable _holds;
    private readonly bool _hasPermits;
    private LiveMemory _memory;
    private AdaptiveSpin _spin;
    private int _start;
    private int _disposed;

    private InterprocessSemaphore(Segment segment)
    {
        _segment = segment;
        _memory = segment.Memory;
        _hasPermits = Kind == SemaphoreKind.Permits;
        if (Maximum < 1 || !Enum.IsDefined(Kind) || (_hasPermits && Maximum > PermitsMax) || segment.BodySize < BodySize(Maximum, Kind))
        {
            segment.Release();
            throw segment.Corrupt($"it says that it is a semaphore of at most {segment.ParameterA} units, kind {segment.ParameterB}, in {segment.BodySize} bytes");
        }

        _state = segment.Body<SemaphoreState>();
        _holds = new HoldTable(_hasPermits ? Maximum : 0);
        if (!_hasPermits) return;
        _cells = new PermitCells(segment.Body<uint>(SemaphoreState.Size, Maximum), Maximum);
        // Processes begin their searches at different cells, so that they seldom meet.
        _start = ProcessIdentity.Slot(_memory.Me) % Maximum;
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>How many units there can be.</summary>
    public int Maximum => (int)_segment.ParameterA;

    /// <summary>What its units are.</summary>
    public SemaphoreKind Kind => (SemaphoreKind)_segment.ParameterB;

    /// <summary>How many units are there at this moment, those of dead holders included. A system call for each process that holds permits.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int CurrentCount
    {
        get
        {
            ThrowIfDisposed();
            return _hasPermits ? _cells.CountFree(ref _memory) : (int)_memory.Load(ref _state.Value.Count);
        }
    }

    /// <summary>Makes an anonymous semaphore, which is handed over as an argument or in a message and goes with its last user.</summary>
    /// <param name="initial">The units that are there from the beginning: 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">How many there can be: 1 or more; at most <see cref="PermitsMax"/> permits.</param>
    /// <param name="kind">What a unit is. Default: <see cref="SemaphoreKind.Permits"/>.</param>
    /// <param name="options">Mode; null for the defaults.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The numbers do not fit each other.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 to 12 KiB).</exception>
    public static InterprocessSemaphore Create(
        int initial, int maximum, SemaphoreKind kind = SemaphoreKind.Permits, SharedObjectOptions? options = null) =>
        new(Segment.Create(Domain.Current, null, Content(initial, maximum, kind), segment => Initialise(segment, initial), options));

    /// <summary>Makes a semaphore with a name.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="initial">The units that are there from the beginning: 0 to <paramref name="maximum"/>.</param>
    /// <param name="maximum">How many there can be: 1 or more; at most <see cref="PermitsMax"/> permits.</param>
    /// <param name="kind">What a unit is. Default: <see cref="SemaphoreKind.Permits"/>.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one, or the numbers do not fit each other.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 to 12 KiB).</exception>
    public static InterprocessSemaphore Create(
        string name, int initial, int maximum, SemaphoreKind kind = SemaphoreKind.Permits, SharedObjectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(Segment.Create(Domain.Current, name, Content(initial, maximum, kind), segment => Initialise(segment, initial), options));
    }

    /// <summary>Opens the semaphore of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessSemaphore Open(string name) =>
        new(Segment.Open(Domain.Current, name, SegmentContent.Of(SegmentKind.Semaphore, SemaphoreState.Size)));

    /// <summary>Opens the semaphore of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="initial">The units that are there from the beginning; used only when it is made.</param>
    /// <param name="maximum">How many there can be.</param>
    /// <param name="kind">What a unit is. Default: <see cref="SemaphoreKind.Permits"/>.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The semaphore.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or of a semaphore with another maximum or kind.</exception>
    /// <exception cref="ArgumentException">The name cannot be one, or the numbers do not fit each other.</exception>
    public static InterprocessSemaphore CreateOrOpen(
        string name, int initial, int maximum, SemaphoreKind kind = SemaphoreKind.Permits, SharedObjectOptions? options = null)
    {
        var segment = Segment.CreateOrOpen(Domain.Current, name, Content(initial, maximum, kind), made => Initialise(made, initial), options);
        if (segment.ParameterA == maximum && segment.ParameterB == (long)kind) return new(segment);
        segment.Release();
        throw segment.ParameterA != maximum
            ? Errors.WrongParameter("semaphore", name, "the maximum", segment.ParameterA, maximum)
            : Errors.WrongParameter("semaphore", name, "the kind (0 permits, 1 signals)", segment.ParameterB, (long)kind);
    }

    /// <summary>Removes the name. Who has the semaphore open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Semaphore, name);

    /// <summary>
    /// Releases units. Signals: adds them, whoever took them. Permits: gives back those that this object took by <c>Wait</c>; then, of a semaphore that began with fewer
    /// than its maximum, those that nobody was given yet.
    /// </summary>
    /// <param name="count">How many: 1 or more. Default: 1.</param>
    /// <exception cref="SemaphoreFullException">That would be more than the maximum, or (permits) more than this object took; nothing was released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Release(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfDisposed();
        if (_hasPermits) ReleasePermits(count);
        else if (!SignalCount.TryRelease(ref _memory, ref _state.Value, (uint)count, (uint)Maximum)) throw Errors.SemaphoreFull(_segment.Name, CurrentCount, count, Maximum);
    }

    /// <summary>Tells the semaphore's name and how many units are there. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => _disposed != 0
        ? $"semaphore '{_segment.Name}' (closed)"
        : $"semaphore '{_segment.Name}' ({CurrentCount} of {Maximum} {(_hasPermits ? "permits" : "signals")})";

    /// <summary>Closes this process's handle; the semaphore itself stays for others. Permits that were taken through this object are given back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        for (int cell = 0; _hasPermits && cell < Maximum; cell++)
            if (_holds.TryEnd(cell, _holds.NumberAt(cell))) _cells.TryGiveBack(ref _memory, ref _state.Value.Waiters, cell);
        _segment.Release();
    }

    /// <summary>Ends a hold, once.</summary>
    internal void Exit(int slot, ulong number)
    {
        if (!(_hasPermits ? _holds.TryEnd(slot, number) : _holds.TryEndAnywhere(slot, number))) return;
        if (_disposed != 0) return;
        if (_hasPermits)
        {
            if (!_cells.TryGiveBack(ref _memory, ref _state.Value.Waiters, slot)) throw Errors.NotOwner("permit of semaphore", _segment.Name);
        }
        else if (!SignalCount.TryRelease(ref _memory, ref _state.Value, 1, (uint)Maximum))
        {
            throw Errors.SemaphoreFull(_segment.Name, CurrentCount, 1, Maximum);
        }
    }

    private static SegmentContent Content(int initial, int maximum, SemaphoreKind kind)
    {
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind is Permits or Signals.");
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(initial);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial, maximum);
        if (kind == SemaphoreKind.Permits && maximum > PermitsMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, $"A semaphore has at most {PermitsMax} permits. Take fewer, or SemaphoreKind.Signals, whose units do not come back from the dead.");
        }

        return SegmentContent.Of(SegmentKind.Semaphore, BodySize(maximum, kind)) with { ParameterA = maximum, ParameterB = (long)kind };
    }

    private static long BodySize(int maximum, SemaphoreKind kind) => SemaphoreState.Size + (kind == SemaphoreKind.Permits ? 4L * maximum : 0);

    private static void Initialise(Segment segment, int initial)
    {
        if (segment.ParameterB == (long)SemaphoreKind.Signals)
        {
            segment.Body<SemaphoreState>().Value.Count = (uint)initial;
            return;
        }

        var cells = segment.Body<uint>(SemaphoreState.Size, segment.ParameterA);
        for (long cell = initial; cell < segment.ParameterA; cell++) cells[cell] = PermitCells.Withheld;
    }

    private void ReleasePermits(int count)
    {
        var mine = new List<int>();
        while (mine.Count < count && _holds.TryEndUnscoped() is >= 0 and var cell) mine.Add(cell);
        if (mine.Count < count && _cells.CountWithheld(ref _memory) < count - mine.Count)
        {
            foreach (int cell in mine) _holds.BeginUnscoped(cell);
            throw Errors.SemaphoreNotTaken(_segment.Name, mine.Count, count);
        }

        foreach (int cell in mine) _cells.TryGiveBack(ref _memory, ref _state.Value.Waiters, cell);
        for (int i = mine.Count; i < count; i++)
            if (!_cells.TryFreeWithheld(ref _memory, ref _state.Value.Waiters)) throw Errors.SemaphoreNotTaken(_segment.Name, i, count);
    }

    /// <summary>Takes a unit that is there. The cell is <see cref="PermitCells.None"/> when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TryTake()
    {
        if (!_hasPermits) return SignalCount.TryTake(ref _memory, ref _state.Value) ? 0 : PermitCells.None;
        int cell = _cells.TryTake(ref _memory, _start);
        // The next search begins here: that cell is in this processor's cache, and free once it was given back.
        if (cell >= 0) _start = cell;
        return cell;
    }

    /// <summary>Takes a unit, waiting for it. False: the time was up.</summary>
    private bool Take(TimeSpan timeout, CancellationToken token, out int cell, out bool isAbandoned)
    {
        ThrowIfDisposed();
        isAbandoned = false;
        cell = TryTake();
        return cell != PermitCells.None || TakeSlow(timeout, token, out cell, out isAbandoned);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TakeSlow(TimeSpan timeout, CancellationToken token, out int cell, out bool isAbandoned)
    {
        token.ThrowIfCancellationRequested();
        isAbandoned = false;
        if (timeout == TimeSpan.Zero)
        {
            cell = _hasPermits ? _cells.TryTakeFromDead(ref _memory) : PermitCells.None;
            isAbandoned = cell != PermitCells.None;
            return isAbandoned;
        }

        var limit = new WaitLimit(_segment.Domain, timeout, token);
        try
        {
            if (_hasPermits) cell = _cells.Take(ref _memory, ref _state.Value.Waiters, _start, ref limit, out isAbandoned);
            else cell = SignalCount.Take(ref _memory, ref _state.Value, ref _spin, ref limit) ? 0 : PermitCells.None;
            return cell != PermitCells.None;
        }
        finally
        {
            limit.Dispose();
        }
    }

    private SemaphoreScope Entered(int cell, bool isAbandoned)
    {
        if (_hasPermits) return new SemaphoreScope(this, cell, _holds.Begin(cell), isAbandoned);
        int slot = _holds.BeginAnywhere(out ulong number);
        return new SemaphoreScope(this, slot, number, wasAbandoned: false);
    }

    private void Waited(int cell)
    {
        if (_hasPermits) _holds.BeginUnscoped(cell);
    }

    private TimeoutException TimedOut(TimeSpan timeout) => Errors.WaitTimeout("semaphore", _segment.Name, timeout, $"had none of its {Maximum} units free");

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
