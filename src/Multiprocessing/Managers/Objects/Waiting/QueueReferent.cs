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
    private readonly List<Item> _failed = [];
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
        IDisposable registration = ReleaseWithSession(session, () => GiveBack(ticket));
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
            if (!_leased.Remove(ticket, out entry)) throw Errors.LeaseNotOut();
            Settle();
        }

        entry.Registration?.Dispose();
    }

    public void Return(long ticket)
    {
        if (!GiveBack(ticket)) throw Errors.LeaseNotOut();
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
        lock (Gate)
        {
            Item[] failed = [.. _failed];
            _failed.Clear();
            return failed;
        }
    }

    private bool GiveBack(long ticket)
    {
        QueueEntry? entry;
        lock (Gate)
        {
            if (!_leased.Remove(ticket, out entry)) return false;
            if (entry.Attempts < _setup.MaxAttempts) Enqueue(entry, isReturned: true);
            else _failed.Add(entry.Item);
            Settle();
        }

        entry.Registration?.Dispose();
        return true;
    }

    // Places grow; a last-in queue takes the highest first, and what comes back goes before all of its priority.
    private void Enqueue(QueueEntry entry, bool isReturned)
    {
        long place = isReturned ? --_firstPlace : _setup.Order == SharedQueueOrder.LastIn ? --_firstPlace : ++_lastPlace;
        _items.Enqueue(entry, (_setup.Order == SharedQueueOrder.Priority ? entry.Priority : 0, place));
    }
}
