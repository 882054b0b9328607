using System.Collections.Concurrent;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>
/// The asynchronous waits of this process in one domain. None of them parks a thread: they stand in lists, one for each wait point, and one hub thread
/// sleeps on the doorbell of the process until a signaller rings it for some of the points, or a death makes it look at all of them.
/// </summary>
/// <remarks>
/// <para>How an operation waits. It tries at once, as <c>TryX</c> does; when that fails it starts a <see cref="PendingWait{TResult}"/> on the same
/// <see cref="WaitPoint"/> that its blocking form sleeps on. Signallers do nothing special: <see cref="WaitPoint.SignalOne{TMemory}"/> and
/// <see cref="WaitPoint.SignalAll{TMemory}"/> reach both.</para>
/// <para>Nothing is swallowed. A ring goes to the process, not to a wait: whichever of its waits are there then are tried, in order. Every process noted at the point is
/// rung, besides the one sleeper that is woken; so a process that dies or stops with a ring in hand kept it from nobody.</para>
/// <para>Cost: an entry of about 200 bytes a pending wait, one thread a process and domain, nothing while no asynchronous wait was ever made.</para>
/// </remarks>
internal sealed partial class AsyncWaits
{
    private static readonly ConcurrentDictionary<Domain, AsyncWaits> s_all = new();
    private static readonly Lock s_begins = new();

    private readonly Domain _domain;
    private readonly Lock _gate = new();
    private readonly Dictionary<nint, AsyncPoint> _points = [];
    private readonly AsyncPoint?[] _byTag = new AsyncPoint?[DoorbellTable.DoorbellLayout.TagCount];
    private uint _nextTag;

    private AsyncWaits(Domain domain)
    {
        _domain = domain;
        ReserveDoorbell(domain);
        StartHub();
    }

    /// <summary>The waits of this process in the domain. The first call starts the hub.</summary>
    /// <exception cref="SegmentSpaceException">The first call only: the place has no room for the doorbell. A later call tries again.</exception>
    internal static AsyncWaits Of(Domain domain) => s_all.TryGetValue(domain, out var waits) ? waits : Begin(domain);

    /// <summary>How many wait points of this domain have waits of this process, or had some lately.</summary>
    internal int PointCount
    {
        get
        {
            lock (_gate) return _points.Count;
        }
    }

    /// <summary>
    /// Begins to wait. The caller has tried in vain; it is tried again before this returns, so the task may be complete already.
    /// </summary>
    /// <param name="wait">The operation. It belongs to the wait until its result has been fetched.</param>
    /// <param name="place">What signallers of the condition signal.</param>
    /// <param name="timeout">From now; <see cref="Timeout.InfiniteTimeSpan"/> for no deadline. After it the wait concludes with false.</param>
    /// <param name="token">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    internal ValueTask<TResult> Start<TResult>(PendingWait<TResult> wait, SharedRef<WaitPoint> place, TimeSpan timeout, CancellationToken token)
    {
        Begin(wait, place, timeout, token);
        return new ValueTask<TResult>(wait, wait.Version);
    }

    /// <summary>As <see cref="Start{TResult}"/>, for operations that return nothing to their user.</summary>
    internal ValueTask StartVoid<TResult>(PendingWait<TResult> wait, SharedRef<WaitPoint> place, TimeSpan timeout, CancellationToken token)
    {
        Begin(wait, place, timeout, token);
        return new ValueTask(wait, wait.Version);
    }

    /// <summary>
    /// Ends all waits of this process whose wait points lie in the given memory, before it is unmapped, sealed or given to another object.
    /// </summary>
    /// <param name="domain">The domain of the memory.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="failure">Makes the exception that each wait ends with: the object is disposed here.</param>
    internal static void Close(Domain domain, SharedRef<byte> start, long length, Func<Exception> failure)
    {
        if (s_all.TryGetValue(domain, out var waits)) waits.Close(start.Address, length, failure);
    }

    /// <summary>For operations that change something before they begin to wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    internal static void CheckTimeout(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A timeout is not negative, or it is Timeout.InfiniteTimeSpan.");
    }

    private static AsyncWaits Begin(Domain domain)
    {
        lock (s_begins)
        {
            if (!s_all.TryGetValue(domain, out var waits)) s_all[domain] = waits = new AsyncWaits(domain);
            return waits;
        }
    }

    private static void ReserveDoorbell(Domain domain)
    {
        try
        {
            domain.Doorbells.Reserve(ProcessIdentity.Slot(domain.Me), domain.Directory);
        }
        catch (PlatformIOException refused)
        {
            throw Errors.NoDoorbell(domain.Name, refused, DoorbellTable.SlotSize, new SegmentFiles(domain).Space(), domain.Directory);
        }
    }

    private void Begin(PendingWait wait, SharedRef<WaitPoint> place, TimeSpan timeout, CancellationToken token)
    {
        CheckTimeout(timeout);
        wait.Begin(timeout);
        while (!PointAt(place).TryAdd(wait))
        {
            // The point was retired between the look into the table and the lock; the table has forgotten it, so the next look makes a new one.
        }

        if (wait.IsPending) wait.Arm(token);
    }

    private AsyncPoint PointAt(SharedRef<WaitPoint> place)
    {
        lock (_gate)
        {
            if (_points.TryGetValue(place.Address, out var point)) return point;
            int tag = (int)(_nextTag++ % Doorbells.EverythingTag);
            point = new AsyncPoint(new LiveMemory(_domain), place, tag) { NextOfTag = _byTag[tag] };
            _byTag[tag] = point;
            _points.Add(place.Address, point);
            return point;
        }
    }

    private void Retire(AsyncPoint point)
    {
        lock (_gate)
        {
            if (point.TryRetire()) Forget(point);
        }
    }

    /// <summary>Takes the point out of both tables, under the lock.</summary>
    private void Forget(AsyncPoint point)
    {
        _points.Remove(point.Address);
        if (_byTag[point.Tag] == point)
        {
            _byTag[point.Tag] = point.NextOfTag;
            return;
        }

        var before = _byTag[point.Tag];
        while (before is not null && before.NextOfTag != point) before = before.NextOfTag;
        if (before is not null) before.NextOfTag = point.NextOfTag;
    }

    private void Close(nint start, long length, Func<Exception> failure)
    {
        List<AsyncPoint>? closing = null;
        lock (_gate)
        {
            foreach (var point in _points.Values)
            {
                if (point.Address >= start && point.Address - start < length) (closing ??= []).Add(point);
            }

            if (closing is null) return;
            foreach (var point in closing) Forget(point);
        }

        foreach (var point in closing) point.Close(failure);
    }
}
