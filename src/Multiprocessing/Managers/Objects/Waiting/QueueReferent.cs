namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>
/// A queue. Whoever takes an item leases it: when its connection ends before it has said that the item is done, or has arrived, the item goes back to the front, and after the last attempt to the failed ones.
/// </summary>
internal sealed class QueueReferent : WaitingReferent, IQueueReferent
{
    private readonly WaitingLine _putters;
    private readonly WaitingLine _takers;
    private readonly WaitingLine _joiners;
    private readonly PriorityQueue<QueueEntry, (long Priority, long Place)> _items = new();
    private readonly Dictionary<long, QueueEntry> _leased = [];
    private readonly List<QueueEntry> _failed = [];
    private readonly Dictionary<long, QueueEntry[]> _failedTaken = [];
    private readonly QueueSetup _setup;
    private long _lastPlace;
    private long _firstPlace;
    private long _lastTicket;
    private bool _isCompleted;

    internal QueueReferent(string typeText, QueueSetup setup)
        : base(typeText)
    {
        setup.Check();
        _setup = setup;
        _putters = AddLine();
        _takers = AddLine();
        _joiners = AddLine();
    }

    public int Count
    {
        get
        {
            lock (Gate) return _items.Count;
        }
    }

    public bool IsCompleted
    {
        get
        {
            lock (Gate) return _isCompleted;
        }
    }

    public async ValueTask<int> PutAsync(Item[] items, long priority, TimeSpan limit, CancellationToken ct = default)
    {
        int put = 0;
        bool isRefused = false;
        await _putters.WaitAsync(TryPut, limit, ct).ConfigureAwait(false);
        return isRefused ? throw Errors.QueueCompleted() : put;

        bool TryPut()
        {
            isRefused = _isCompleted;
            while (!isRefused && put < items.Length && _items.Count < _setup.Capacity) Enqueue(new QueueEntry(items[put++], priority), isReturned: false);
            // What was put is there for takers, who make room for the rest.
            return isRefused || put == items.Length;
        }
    }

    public async ValueTask<Item[]> TakeAsync(TimeSpan limit, CancellationToken ct = default)
    {
        SharedSession? session = SharedSession.Current;
        QueueEntry? taken = null;
        long ticket = 0;
        if (!await _takers.WaitAsync(TryTake, limit, ct).ConfigureAwait(false)) return [];
        if (taken is null) return [ItemCodec<long>.Pack(0)];
        IDisposable registration = ReleaseWithSession(session, () => GiveBack(ticket, wasSeen: true));
        lock (Gate)
        {
            if (_leased.ContainsKey(ticket)) taken.Registration = registration;
        }

        return [ItemCodec<long>.Pack(ticket), ItemCodec<int>.Pack(taken.Attempts), taken.Item];

        bool TryTake()
        {
            if (!_items.TryDequeue(out taken, out _)) return _isCompleted && _leased.Count == 0;
            taken.Attempts++;
            ticket = ++_lastTicket;
            _leased.Add(ticket, taken);
            return true;
        }
    }

    public void Done(long ticket)
    {
        QueueEntry? entry;
        lock (Gate)
        {
            if (_failedTaken.Remove(ticket, out QueueEntry[]? failed))
            {
                entry = failed[0];
            }
            else
            {
                if (!_leased.TryGetValue(ticket, out entry) || entry.IsCompleting) throw Errors.LeaseNotOut();
                _leased.Remove(ticket);
            }

            Settle();
        }

        entry.Registration?.Dispose();
    }

    /// <remarks>
    /// The two queues have a gate each, and neither is taken within the other. The lease is marked first: from then on its taker's end does not give the item back. Then the result is put, which may wait. Then the lease ends, or, where
    /// the result was not put, goes on or back. So whoever sees the result never sees the item again; that the item still counts as out for a moment is what <see cref="JoinAsync"/> may wait for.
    /// </remarks>
    public async ValueTask<bool> CompleteAsync(long ticket, IQueueReferent results, Item result, long priority, TimeSpan limit, CancellationToken ct = default)
    {
        QueueReferent target = results as QueueReferent ?? throw Errors.QueueOfAnotherServer();
        QueueEntry? entry;
        lock (Gate)
        {
            if (!_leased.TryGetValue(ticket, out entry) || entry.IsCompleting) throw Errors.LeaseNotOut();
            entry.IsCompleting = true;
        }

        bool isPut = false;
        try
        {
            isPut = await target.PutAsync([result], priority, limit, ct).ConfigureAwait(false) == 1;
        }
        finally
        {
            EndCompleting(ticket, entry, isPut);
        }

        return isPut;
    }

    private void EndCompleting(long ticket, QueueEntry entry, bool isPut)
    {
        bool isLost;
        lock (Gate)
        {
            entry.IsCompleting = false;
            isLost = entry.IsLost;
            if (isPut)
            {
                _leased.Remove(ticket);
                Settle();
            }
        }

        if (isPut) entry.Registration?.Dispose();
        else if (isLost) GiveBack(ticket, wasSeen: true);
    }

    public void Return(long ticket)
    {
        if (!GiveBack(ticket, wasSeen: true)) throw Errors.LeaseNotOut();
    }

    public void Complete()
    {
        lock (Gate)
        {
            _isCompleted = true;
            Settle();
        }
    }

    public ValueTask<bool> JoinAsync(TimeSpan limit, CancellationToken ct = default) => _joiners.WaitAsync(() => _items.Count == 0 && _leased.Count == 0 && _putters.Count == 0, limit, ct);

    public Item[] TakeFailed()
    {
        SharedSession? session = SharedSession.Current;
        long ticket;
        QueueEntry[] taken;
        lock (Gate)
        {
            if (_failed.Count == 0) return [];
            taken = [.. _failed];
            _failed.Clear();
            ticket = ++_lastTicket;
            _failedTaken.Add(ticket, taken);
        }

        // Under the first of them: they come back together.
        taken[0].Registration = ReleaseWithSession(session, () => GiveBackFailed(ticket));
        return [ItemCodec<long>.Pack(ticket), .. taken.Select(static one => one.Item)];
    }

    public void Untake(Item[] taken)
    {
        if (taken.Length < 2) return;
        long ticket = ItemCodec<long>.Unpack(taken[0]);
        if (!GiveBack(ticket, wasSeen: false)) GiveBackFailed(ticket);
    }

    private bool GiveBack(long ticket, bool wasSeen)
    {
        QueueEntry? entry;
        lock (Gate)
        {
            if (!_leased.TryGetValue(ticket, out entry)) return false;
            if (entry.IsCompleting)
            {
                entry.IsLost = true;
                return true;
            }

            _leased.Remove(ticket);
            if (!wasSeen) entry.Attempts--;
            if (entry.Attempts < _setup.MaxAttempts) Enqueue(entry, isReturned: true);
            else _failed.Add(entry);
            Settle();
        }

        entry.Registration?.Dispose();
        return true;
    }

    private void GiveBackFailed(long ticket)
    {
        QueueEntry[]? taken;
        lock (Gate)
        {
            if (!_failedTaken.Remove(ticket, out taken)) return;
            _failed.InsertRange(0, taken);
        }

        taken[0].Registration?.Dispose();
    }

    // Places grow; a last-in queue takes the highest first, and what comes back goes before all of its priority.
    private void Enqueue(QueueEntry entry, bool isReturned)
    {
        long place = isReturned ? --_firstPlace : _setup.Order == SharedQueueOrder.LastIn ? --_firstPlace : ++_lastPlace;
        _items.Enqueue(entry, (_setup.Order == SharedQueueOrder.Priority ? entry.Priority : 0, place));
    }
}
