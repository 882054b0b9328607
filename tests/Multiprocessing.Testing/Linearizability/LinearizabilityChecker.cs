using System.Globalization;
using System.Text;

namespace Multiprocessing.Testing.Linearizability;

/// <summary>
/// Decides whether there is an order of all calls of a history, one after the other, that keeps the real order of calls that did not overlap and in which
/// each call returns what the model says.
/// </summary>
/// <remarks>
/// Depth-first search over the calls that may come next, without repeating a pair of "set of calls made" and "state". Sources: Wing and Gong, "Testing and verifying
/// concurrent objects" (1993); Lowe, "Testing for linearizability" (2017).
/// </remarks>
internal static class LinearizabilityChecker
{
    private const int LinesAround = 12;

    /// <summary>Throws when there is no such order; the message has the calls around the place where the best attempt ended.</summary>
    internal static void Check<TState>(SequentialModel<TState> model, IReadOnlyCollection<HistoryCall> history)
        where TState : IEquatable<TState>
    {
        if (!TryLinearize(model, history, out var stuck)) throw new LinearizabilityException(Describe(model, history, stuck));
    }

    internal static bool IsLinearizable<TState>(SequentialModel<TState> model, IReadOnlyCollection<HistoryCall> history)
        where TState : IEquatable<TState> => TryLinearize(model, history, out _);

    private static bool TryLinearize<TState>(SequentialModel<TState> model, IReadOnlyCollection<HistoryCall> history, out HistoryCall stuck)
        where TState : IEquatable<TState>
    {
        var head = HistoryEntry.List(history);
        int remaining = history.Count(static c => c.HasReturned);
        int fewest = remaining;
        stuck = default;
        var made = new Stack<(HistoryEntry Call, TState State)>();
        var seen = new HashSet<(UInt128 Made, TState State)>();
        var dead = new HashSet<int>();
        var state = model.Initial;
        UInt128 set = 0;
        for (var entry = head.Next; remaining > 0;)
        {
            if (entry is { IsReturn: false })
            {
                // The dead call nothing more; that one of their calls has not returned does not put it after their death.
                if (!dead.Contains(entry.Call.Client) && model.TryApply(state, entry.Call, out var next) && seen.Add((set ^ entry.Key, next)))
                {
                    if (entry.Call.Kind == HistoryCall.Death) dead.Add(entry.Call.Client);
                    made.Push((entry, state));
                    state = next;
                    set ^= entry.Key;
                    entry.Lift();
                    if (entry.Call.HasReturned) remaining--;
                    entry = head.Next;
                }
                else
                {
                    entry = entry.Next;
                }

                continue;
            }

            // A call that has returned before all that are left began must come now, and cannot: what was decided last was wrong.
            if (remaining <= fewest && entry is not null)
            {
                fewest = remaining;
                stuck = entry.Call;
            }

            if (!made.TryPop(out var last)) return false;
            (entry, state) = last;
            set ^= entry.Key;
            if (entry.Call.Kind == HistoryCall.Death) dead.Remove(entry.Call.Client);
            entry.Unlift();
            if (entry.Call.HasReturned) remaining++;
            entry = entry.Next;
        }

        return true;
    }

    private static string Describe<TState>(SequentialModel<TState> model, IReadOnlyCollection<HistoryCall> history, HistoryCall stuck)
        where TState : IEquatable<TState>
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The history of {history.Count} calls is not linearizable. The best attempt could not place, before it returned: {Line(model, stuck)}");
        text.AppendLine("Calls around it:");
        long first = history.Min(static c => c.Begin);
        var ordered = history.OrderBy(static c => c.Begin).ToList();
        int at = ordered.IndexOf(stuck);
        foreach (var call in ordered.Skip(Math.Max(0, at - LinesAround)).Take((2 * LinesAround) + 1))
            text.AppendLine(CultureInfo.InvariantCulture, $"{(call == stuck ? "> " : "  ")}{call.Begin - first,12} {(call.HasReturned ? (call.End - first).ToString(CultureInfo.InvariantCulture) : "never"),12}  {Line(model, call)}");
        return text.ToString();
    }

    private static string Line<TState>(SequentialModel<TState> model, in HistoryCall call)
        where TState : IEquatable<TState> => string.Create(CultureInfo.InvariantCulture, $"client {call.Client}: {model.Describe(call)}");
}
