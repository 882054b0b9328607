namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>An event that stays set until it is reset.</summary>
internal sealed class EventReferent : WaitingReferent, IEventReferent
{
    private readonly WaitingLine _line;
    private bool _isSet;

    internal EventReferent(string typeText, bool isSet)
        : base(typeText)
    {
        _isSet = isSet;
        _line = AddLine();
    }

    public bool IsSet
    {
        get
        {
            lock (Gate) return _isSet;
        }
    }

    public void Set()
    {
        lock (Gate)
        {
            _isSet = true;
            Settle();
        }
    }

    public void Reset()
    {
        lock (Gate) _isSet = false;
    }

    public ValueTask<bool> WaitAsync(TimeSpan limit, CancellationToken ct = default) => _line.WaitAsync(() => _isSet, limit, ct);
}
