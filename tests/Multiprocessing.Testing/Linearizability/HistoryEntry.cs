namespace Multiprocessing.Testing.Linearizability;

/// <summary>The beginning or the return of a call, in the list of all of them by time. A call that was given its place is lifted out of the list with its return.</summary>
internal sealed class HistoryEntry
{
    private HistoryEntry? _previous;
    private HistoryEntry? _return;

    internal HistoryEntry? Next { get; private set; }

    internal HistoryCall Call { get; private init; }

    internal bool IsReturn { get; private init; }

    /// <summary>A random number: the exclusive or of those of a set of calls tells the set.</summary>
    internal UInt128 Key { get; private init; }

    /// <summary>The head of a list, itself no call. Calls that begin when another returns count as overlapping it.</summary>
    internal static HistoryEntry List(IReadOnlyCollection<HistoryCall> history)
    {
        var random = new Random(1);
        var entries = new List<(long Time, HistoryEntry Entry)>();
        foreach (var call in history)
        {
            var begin = new HistoryEntry { Call = call, Key = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()) };
            entries.Add((call.Begin, begin));
            if (!call.HasReturned) continue;
            begin._return = new HistoryEntry { Call = call, IsReturn = true };
            entries.Add((call.End, begin._return));
        }

        var head = new HistoryEntry();
        var last = head;
        foreach (var (_, entry) in entries.OrderBy(static e => e.Time).ThenBy(static e => e.Entry.IsReturn))
        {
            last.Next = entry;
            entry._previous = last;
            last = entry;
        }

        return head;
    }

    internal void Lift()
    {
        TakeOut();
        _return?.TakeOut();
    }

    internal void Unlift()
    {
        _return?.PutBack();
        PutBack();
    }

    private void TakeOut()
    {
        _previous!.Next = Next;
        if (Next is not null) Next._previous = _previous;
    }

    private void PutBack()
    {
        _previous!.Next = this;
        if (Next is not null) Next._previous = this;
    }
}
