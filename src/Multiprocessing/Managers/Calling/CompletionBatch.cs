namespace Multiprocessing.Managers.Calling;

/// <summary>
/// The asynchronous calls of a connection that have ended and whose callers are yet to be told. All that one read has ended are told by one item of the thread pool; what their continuations call is sent
/// when all have run, in one system call.
/// </summary>
/// <remarks>
/// A continuation that blocks holds up those behind it; it may even wait for one of them. So whoever reads looks, while any wait, whether one was taken since it looked last
/// (<see cref="Look"/>), and if none was, has another item take over beside it.
/// </remarks>
internal sealed class CompletionBatch(Peer peer) : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static Peer? t_peer;

    private readonly Lock _gate = new();
    private readonly Queue<AsyncCall> _ended = [];
    private readonly List<AsyncCall> _read = [];
    private int _reader;
    private int _takers;
    private ulong _taken;
    private ulong _takenSeen;

    /// <summary>Whether calls have ended that nobody has taken.</summary>
    internal bool HasWork
    {
        get
        {
            lock (_gate) return _ended.Count > 0;
        }
    }

    /// <summary>Whether this thread runs the continuations of a connection, and sends for it afterwards.</summary>
    internal static bool IsRunning(Peer peer) => ReferenceEquals(t_peer, peer);

    internal void Add(AsyncCall call)
    {
        if (Volatile.Read(ref _reader) == Environment.CurrentManagedThreadId)
        {
            _read.Add(call);
            // Its thread wakes while the rest of what was read is handled.
            if (_read.Count == 1) Take(null);
            return;
        }

        Take(call);
    }

    /// <summary>This thread handles what it has read: what that ends is told of together.</summary>
    internal void BeginRead()
    {
        if (peer.WatchesCompletions) Volatile.Write(ref _reader, Environment.CurrentManagedThreadId);
    }

    /// <summary>Ends what <see cref="BeginRead"/> began.</summary>
    internal void EndRead()
    {
        Volatile.Write(ref _reader, 0);
        if (_read.Count == 0) return;
        bool begins;
        lock (_gate)
        {
            foreach (AsyncCall call in _read) _ended.Enqueue(call);
            begins = _takers == 0;
            if (begins) _takers++;
        }

        _read.Clear();
        if (begins) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Has somebody take what is there, and this.</summary>
    private void Take(AsyncCall? call)
    {
        lock (_gate)
        {
            if (call is not null) _ended.Enqueue(call);
            // Where nobody would notice one that blocks, each has an item of its own.
            if (_takers > 0 && peer.WatchesCompletions) return;
            _takers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Called from time to time: if nobody has taken anything since the last time, another taker begins.</summary>
    internal void Look()
    {
        lock (_gate)
        {
            bool isStuck = _ended.Count > 0 && _taken == _takenSeen;
            _takenSeen = _taken;
            if (!isStuck) return;
            _takers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        t_peer = peer;
        try
        {
            while (TryTake(out AsyncCall? call)) call.Finish();
        }
        finally
        {
            t_peer = null;
            peer.FlushAfterBatch();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AsyncCall? call)
    {
        lock (_gate)
        {
            if (_ended.TryDequeue(out call))
            {
                _taken++;
                return true;
            }

            _takers--;
            return false;
        }
    }
}
