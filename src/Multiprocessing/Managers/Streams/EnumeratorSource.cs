namespace Multiprocessing.Managers.Streams;

/// <summary>A synchronous enumerator: each call for items is answered by as many as there may be, 1, then 4, 16, 64 at a time, so that the first comes soon.</summary>
/// <remarks>One that nobody moves for long (<see cref="PeerLimits.EnumeratorIdle"/>) is closed: its client forgot it, and a collection that is enumerated may hold others up.</remarks>
internal sealed class EnumeratorSource<T> : StreamSource
{
    private const int BatchCountMax = 64;
    private const int BatchSizeMax = 256 * 1024;

    private readonly IEnumerator<T> _items;
    private readonly TimeSpan _idleMax;
    private readonly ITimer _idle;
    private int _batchCount = 1;
    private Exception? _error;
    private bool _isClosed;

    /// <param name="items">The enumerator.</param>
    /// <param name="idleMax">How long nobody may move it.</param>
    internal EnumeratorSource(IEnumerator<T> items, TimeSpan idleMax)
    {
        _items = items;
        _idleMax = idleMax;
        _idle = TimeProvider.System.CreateTimer(static source => ((EnumeratorSource<T>)source!).Forgotten?.Invoke(), this, idleMax, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the enumerator back from its client; that closes it.</summary>
    internal Action? Forgotten { get; set; }

    internal IEnumerator<T> Items => _items;

    internal override ValueTask NextAsync(ServedCall call)
    {
        call.EndArguments();
        _idle.Change(_idleMax, Timeout.InfiniteTimeSpan);
        call.Write(Fill(call) ? LastTag : MoreTag);
        _batchCount = Math.Min(_batchCount * 4, BatchCountMax);
        return default;
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    private void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        _idle.Dispose();
        _items.Dispose();
    }

    /// <summary>Writes items; true after the last one.</summary>
    private bool Fill(ServedCall call)
    {
        if (_error is not null) throw _error;
        for (int count = 0; count < _batchCount && call.ResultSize < BatchSizeMax; count++)
        {
            try
            {
                if (_isClosed || !_items.MoveNext())
                {
                    Close();
                    return true;
                }

                call.Write(ItemTag);
                call.Write(_items.Current);
            }
            catch (Exception e) when (count > 0)
            {
                // The items before it go first.
                _error = e;
                return false;
            }
        }

        return false;
    }
}
