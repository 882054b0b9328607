using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

/// <summary>A place where a number of parties, threads of any processes, wait for each other; all go on when the last has come, round after round.</summary>
/// <remarks>
/// <para><b>Threads.</b> Every member may be called by any thread; each call of <c>Wait</c> is one party. The party that comes last runs the action, if it has one; its exception breaks
/// the barrier, and is thrown to that party.</para>
/// <para><b>Processes.</b> A process takes part from its first wait (or <see cref="Register"/>) until it disposes the barrier or exits. When it is killed in between, waiting or
/// not, the barrier is broken at once: all who wait, and all who come, get a <see cref="BrokenBarrierException"/>, until somebody calls <see cref="Reset"/>. A time-out, a
/// cancelled wait and <see cref="Abort"/> break it too. A party that is stopped is waited for.</para>
/// <para><b>Cost.</b> The last to come: a compare-and-swap or two, a look at each cell, a system call for each other process that takes part, and one to wake the sleepers. The others: a
/// short spin that adapts itself, then a futex; asynchronous waits park no thread.</para>
/// <para>Source: CPython's <c>multiprocessing.Barrier</c>, which waits for dead parties for ever.</para>
/// </remarks>
/// <example>
/// <code>
/// using var step = InterprocessBarrier.CreateOrOpen("step", parties: 4);
/// for (int round = 0; round &lt; 100; round++) { Compute(round); step.Wait(); }
/// </code>
/// </example>
public sealed partial class InterprocessBarrier : IDisposable
{
    /// <summary>The largest number of parties.</summary>
    public const int PartiesMax = 4096;

    private readonly Segment _segment;
    private readonly BarrierCells _cells;
    private LiveMemory _memory;
    private AdaptiveSpin _spin;
    private int _disposed;

    private InterprocessBarrier(Segment segment, Action? action)
    {
        _segment = segment;
        _memory = segment.Memory;
        if (segment.ParameterA is < 1 or > PartiesMax || segment.BodySize < BarrierCells.TotalSize(ParticipantCount))
        {
            segment.Release();
            throw segment.Corrupt($"it says that it is a barrier of {segment.ParameterA} parties in {segment.BodySize} bytes");
        }

        _cells = new BarrierCells(
            segment.Body<BarrierState>(),
            segment.Body<ulong>(BarrierState.Size, ParticipantCount),
            segment.Body<uint>(BarrierCells.MembersOffset(ParticipantCount), ParticipantCount),
            ParticipantCount);
        Action = action;
        BarrierMemberships.Add(segment, Unregister);
    }

    /// <summary>The name it was made with; null when it is anonymous.</summary>
    public string? Name => _segment.UserName;

    /// <summary>
    /// What the last party to come runs before all go on. It belongs to this object and not to the barrier: each process sets its own, and the one of the last to come is run.
    /// </summary>
    /// <value>Null: nothing.</value>
    public Action? Action { get; set; }

    /// <summary>How many parties wait for each other.</summary>
    public int ParticipantCount => (int)_segment.ParameterA;

    /// <summary>How many wait at this moment.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public int WaitingCount
    {
        get
        {
            ThrowIfDisposed();
            BarrierControl control = _cells.Control(ref _memory);
            return control.Phase == BarrierControl.Broken ? 0 : _cells.CountArrived(ref _memory, control.Generation);
        }
    }

    /// <summary>Whether it is broken, so that nobody can wait until it is reset.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public bool IsBroken
    {
        get
        {
            ThrowIfDisposed();
            return _cells.Control(ref _memory).Phase == BarrierControl.Broken;
        }
    }

    /// <summary>Makes an anonymous barrier, which is handed over as an argument or in a message and goes with its last user.</summary>
    /// <param name="parties">How many wait for each other: 1 to <see cref="PartiesMax"/>.</param>
    /// <param name="action">Run by one of the parties each time all are there, before they go on; see <see cref="Action"/>.</param>
    /// <param name="options">Mode; null for the defaults.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parties"/> is out of range.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB, and 12 bytes for each party beyond 74).</exception>
    public static InterprocessBarrier Create(int parties, Action? action = null, SharedObjectOptions? options = null) =>
        new(Segment.Create(Domain.Current, null, Content(parties), Initialise, options), action);

    /// <summary>Makes a barrier with a name.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="parties">How many wait for each other: 1 to <see cref="PartiesMax"/>.</param>
    /// <param name="action">Run by one of the parties each time all are there, before they go on; see <see cref="Action"/>.</param>
    /// <param name="options">Lifetime and mode; null for the defaults.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="SegmentExistsException">The name is in use.</exception>
    /// <exception cref="ArgumentException">The name cannot be one, or <paramref name="parties"/> is out of range.</exception>
    /// <exception cref="SegmentSpaceException">There is no room for it (4 KiB, and 12 bytes for each party beyond 74).</exception>
    public static InterprocessBarrier Create(string name, int parties, Action? action = null, SharedObjectOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(Segment.Create(Domain.Current, name, Content(parties), Initialise, options), action);
    }

    /// <summary>Opens the barrier of that name.</summary>
    /// <param name="name">The name it was made with.</param>
    /// <param name="action">Run by one of the parties each time all are there, before they go on; see <see cref="Action"/>.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="SegmentMissingException">There is none.</exception>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object.</exception>
    public static InterprocessBarrier Open(string name, Action? action = null) =>
        new(Segment.Open(Domain.Current, name, SegmentContent.Of(SegmentKind.Barrier, BarrierState.Size)), action);

    /// <summary>Opens the barrier of that name, or makes it.</summary>
    /// <param name="name">1 to 128 bytes.</param>
    /// <param name="parties">How many wait for each other: 1 to <see cref="PartiesMax"/>.</param>
    /// <param name="action">Run by one of the parties each time all are there, before they go on; see <see cref="Action"/>.</param>
    /// <param name="options">Used only when it is made.</param>
    /// <returns>The barrier.</returns>
    /// <exception cref="SegmentMismatchException">The name is that of another kind of object, or of a barrier of another number of parties.</exception>
    /// <exception cref="ArgumentException">The name cannot be one, or <paramref name="parties"/> is out of range.</exception>
    public static InterprocessBarrier CreateOrOpen(string name, int parties, Action? action = null, SharedObjectOptions? options = null)
    {
        var segment = Segment.CreateOrOpen(Domain.Current, name, Content(parties), Initialise, options);
        if (segment.ParameterA == parties) return new(segment, action);
        segment.Release();
        throw Errors.WrongParameter("barrier", name, "the number of parties", segment.ParameterA, parties);
    }

    /// <summary>Removes the name. Who has the barrier open goes on using it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>False when there was none.</returns>
    public static bool Remove(string name) => Segment.Remove(Domain.Current, SegmentKind.Barrier, name);

    /// <summary>Says that this process takes part, before its first wait: if it dies, the barrier is broken.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Register()
    {
        ThrowIfDisposed();
        _cells.Register(ref _memory);
    }

    /// <summary>Breaks the barrier: who waits and who comes gets a <see cref="BrokenBarrierException"/>, until it is reset.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Abort()
    {
        ThrowIfDisposed();
        _cells.Abort(ref _memory, BarrierBreak.Abort);
    }

    /// <summary>Makes the barrier whole and empty. Who waits gets a <see cref="BrokenBarrierException"/>; processes that have died take part no longer.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void Reset()
    {
        ThrowIfDisposed();
        _cells.Reset(ref _memory);
    }

    /// <summary>Tells the barrier's name, and how many have come or that it is broken. Never waits.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
    {
        if (_disposed != 0) return $"barrier '{_segment.Name}' (closed)";
        return IsBroken ? $"barrier '{_segment.Name}' (broken: {Cause()})" : $"barrier '{_segment.Name}' ({WaitingCount} of {ParticipantCount} waiting)";
    }

    /// <summary>Closes this process's handle; with its last one, the process takes part no longer. The barrier itself stays for others.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        BarrierMemberships.Remove(_segment);
        _segment.Release();
    }

    private static SegmentContent Content(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parties, PartiesMax);
        return SegmentContent.Of(SegmentKind.Barrier, BarrierCells.TotalSize(parties)) with { ParameterA = parties };
    }

    private static void Initialise(Segment segment) => segment.Body<BarrierState>().Value.Control = BarrierControl.First.Bits;

    private void Unregister() => _cells.Unregister(ref _memory);

    /// <summary>Runs the action for all, and lets them through.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private BarrierArrival Act(uint generation)
    {
        try
        {
            Action?.Invoke();
        }
        catch
        {
            _cells.Leave(ref _memory, generation, BarrierBreak.Action);
            throw;
        }

        return _cells.Release(ref _memory, generation);
    }

    private BrokenBarrierException BrokenNow() => Errors.BarrierBroken(_segment.Name, Cause());

    private string Cause()
    {
        uint by = _memory.Load(ref _cells.State.Value.By) & ProcessIdentity.Mask;
        string who = by == 0 ? "a process" : Holders.Text(_segment.Domain, by);
        return (BarrierBreak)_memory.Load(ref _cells.State.Value.Cause) switch
        {
            BarrierBreak.Death => $"{who}, which takes part, has died",
            BarrierBreak.Timeout => $"{who} waited longer than it wanted to",
            BarrierBreak.Cancellation => $"{who} cancelled its wait",
            BarrierBreak.Abort => $"{who} called Abort",
            BarrierBreak.Action => $"the action failed in {who}",
            BarrierBreak.Reset => $"{who} called Reset while others waited",
            _ => "the cause is not known",
        };
    }

    private TimeoutException TimedOut(TimeSpan timeout) =>
        Errors.WaitTimeout("barrier", _segment.Name, timeout, $"was not reached by all of its {ParticipantCount} parties");

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed != 0, this);
}
