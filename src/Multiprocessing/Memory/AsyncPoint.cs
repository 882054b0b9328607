using System.Diagnostics;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>
/// The asynchronous waits of this process at one wait point, oldest first.
/// </summary>
/// <remarks>
/// One lock guards the list and every look at the object on behalf of its waits. So a wait ends once: by the hub, by its clock, by its token, or with the object;
/// and none of them sees it half done. Completing happens after the lock is left.
/// </remarks>
internal sealed class AsyncPoint
{
    private readonly Lock _gate = new();
    private readonly SharedRef<WaitPoint> _place;
    private readonly ulong _cell;
    private LiveMemory _memory;
    private PendingWait? _first;
    private PendingWait? _last;
    private int _aloneCount;
    private bool _isClosed;

    internal AsyncPoint(LiveMemory memory, SharedRef<WaitPoint> place, int tag)
    {
        _memory = memory;
        _place = place;
        Tag = tag;
        _cell = Doorbells.Cell(memory.Me, tag);
    }

    internal int Tag { get; }

    internal nint Address => _place.Address;

    /// <summary>The next point with the same tag, under the hub's lock.</summary>
    internal AsyncPoint? NextOfTag { get; set; }

    /// <summary>Adds a wait behind the others, and looks at once whether it, or they, can finish. False: the point was closed meanwhile.</summary>
    internal bool TryAdd(PendingWait wait)
    {
        PendingWait? ended = null;
        lock (_gate)
        {
            if (_isClosed) return false;
            wait.Point = this;
            wait.IsPending = true;
            wait.HasFinished = false;
            wait.Failure = null;
            wait.Previous = _last;
            if (_last is null) _first = wait;
            else _last.Next = wait;
            _last = wait;
            if (wait.StandsAlone) _aloneCount++;
            Doorbells.Note(ref _memory, ref _place.Value.Waiters, _cell);
            wait.Announce(ref _memory, ref _place.Value);
            if (!wait.StandsAlone) Sweep(ref ended);
            else if (Try(wait)) MoveTo(ref ended, wait);
        }

        CompleteAll(ended);
        return true;
    }

    /// <summary>Finishes what can finish. False: nothing waits here.</summary>
    internal bool Look()
    {
        PendingWait? ended = null;
        lock (_gate)
        {
            if (_isClosed || _first is null) return false;
            Sweep(ref ended);
            if (_first is not null)
            {
                // What goes on waiting says so again: the signal that made us look has cleared the flag.
                Doorbells.Note(ref _memory, ref _place.Value.Waiters, _cell);
                _first.Announce(ref _memory, ref _place.Value);
                Sweep(ref ended);
            }
        }

        CompleteAll(ended);
        return true;
    }

    /// <summary>
    /// A timer fired. It may be a late call for an earlier wait of the same object, or come a little early: only the clock says whether the time of the
    /// present wait is up.
    /// </summary>
    internal void TimeUp(PendingWait wait)
    {
        lock (_gate)
        {
            if (!IsHere(wait)) return;
            TimeSpan left = wait.TimeLeft;
            if (left > TimeSpan.Zero)
            {
                if (left != TimeSpan.MaxValue) wait.SetTimer(left);
                return;
            }

            EndEarly(wait, failure: null);
        }

        wait.Complete();
    }

    internal void Cancel(PendingWait wait, CancellationToken token)
    {
        lock (_gate)
        {
            if (!IsHere(wait)) return;
            EndEarly(wait, new OperationCanceledException(token));
        }

        wait.Complete();
    }

    /// <summary>Closes the point when nothing waits here, so that the process is not rung for it any more. The caller holds the hub's lock.</summary>
    internal bool TryRetire()
    {
        lock (_gate)
        {
            if (_first is not null || _isClosed) return false;
            _isClosed = true;
            Doorbells.Erase(ref _memory, ref _place.Value.Waiters, _cell);
            return true;
        }
    }

    /// <summary>The memory goes: ends all waits, with an exception for each. Afterwards nothing of this process touches the place any more.</summary>
    internal void Close(Func<Exception> failure)
    {
        PendingWait? ended = null;
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            while (_first is { } wait)
            {
                if (wait.Withdraw()) wait.HasFinished = true;
                else wait.Failure = failure();
                MoveTo(ref ended, wait);
            }

            Doorbells.Erase(ref _memory, ref _place.Value.Waiters, _cell);
        }

        CompleteAll(ended);
    }

    private bool IsHere(PendingWait wait) => wait.IsPending && wait.Point == this;

    /// <summary>Ends a wait before it has finished. It looks a last time first.</summary>
    private void EndEarly(PendingWait wait, Exception? failure)
    {
        if (!Try(wait))
        {
            wait.HasFinished = wait.Withdraw();
            if (!wait.HasFinished) wait.Failure = failure;
        }

        Remove(wait);
    }

    /// <summary>
    /// Tries the waits in order. The first of those that want the same and cannot finish speaks for those behind it; those that stand alone are tried all.
    /// </summary>
    private void Sweep(ref PendingWait? ended)
    {
        bool skipsAlike = false;
        for (var wait = _first; wait is not null;)
        {
            var next = wait.Next;
            if (wait.StandsAlone || !skipsAlike)
            {
                if (Try(wait)) MoveTo(ref ended, wait);
                else if (!wait.StandsAlone) skipsAlike = true;
            }

            if (skipsAlike && _aloneCount == 0) return;
            wait = next;
        }
    }

    /// <summary>True: the wait is over, finished or failed.</summary>
    private static bool Try(PendingWait wait)
    {
        try
        {
            if (!wait.TryFinish()) return false;
            wait.HasFinished = true;
        }
        catch (Exception exception) when (exception is not AccessViolationException)
        {
            // Whoever awaits gets it; the hub goes on for all the others.
            wait.Failure = exception;
        }

        return true;
    }

    private void Remove(PendingWait wait)
    {
        Debug.Assert(wait.IsPending, "A wait ends once.");
        if (wait.Previous is null) _first = wait.Next;
        else wait.Previous.Next = wait.Next;
        if (wait.Next is null) _last = wait.Previous;
        else wait.Next.Previous = wait.Previous;
        if (wait.StandsAlone) _aloneCount--;
        wait.Next = null;
        wait.Previous = null;
        wait.IsPending = false;
    }

    /// <summary>Takes a wait out of the list into one of ended ones, which are a ring of links: the head's Previous is the last.</summary>
    private void MoveTo(ref PendingWait? ended, PendingWait wait)
    {
        Remove(wait);
        if (ended is null)
        {
            ended = wait;
        }
        else
        {
            (ended.Previous ?? ended).Next = wait;
            ended.Previous = wait;
        }
    }

    private static void CompleteAll(PendingWait? ended)
    {
        while (ended is not null)
        {
            // The object may be in use for another wait as soon as it is completed.
            var next = ended.Next;
            if (next is not null) next.Previous = null;
            ended.Next = null;
            ended.Previous = null;
            ended.Complete();
            ended = next;
        }
    }
}
