namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// Goes through all schedules: repeats the decisions of the last one up to the deepest that has an alternative left, takes that, and goes on with the
/// first alternative everywhere below.
/// </summary>
/// <remarks>
/// Pruning: a state from which everything was explored with the same or a larger budget is not explored again. From there on the schedule runs to its end
/// with the first alternatives, and offers no further ones.
/// </remarks>
internal sealed class DepthFirstChooser(bool prunes) : IChooser
{
    private readonly List<(int Choice, int Count)> _path = [];
    private readonly Dictionary<ulong, ulong> _seen = [];
    private int _depth;
    private bool _isPruned;

    public bool WantsState => prunes && !_isPruned && _depth >= _path.Count;

    internal int StatesSeen => _seen.Count;

    internal IReadOnlyList<int> Choices => [.. _path.Take(_depth).Select(static p => p.Choice)];

    public void SetState(ulong hash, int budget)
    {
        // Budgets are small numbers below 64 that SimulationBudget orders so that a state is known if a larger or equal one was there.
        _seen.TryGetValue(hash, out ulong budgets);
        if ((budgets & SimulationBudget.AtLeast(budget)) != 0) _isPruned = true;
        else _seen[hash] = budgets | (1UL << budget);
    }

    public int Choose(List<Choice> alternatives)
    {
        if (_depth < _path.Count)
        {
            var (choice, count) = _path[_depth++];
            if (count != alternatives.Count)
                throw new InvalidOperationException("The bodies are not deterministic: the same schedule came to another number of alternatives. They may depend on nothing but their memory.");
            return choice;
        }

        if (_isPruned) return 0;
        _path.Add((0, alternatives.Count));
        _depth++;
        return 0;
    }

    /// <summary>Turns to the next schedule. False: that was the last.</summary>
    internal bool Next()
    {
        _depth = 0;
        _isPruned = false;
        while (_path.Count > 0)
        {
            var (choice, count) = _path[^1];
            if (choice + 1 < count)
            {
                _path[^1] = (choice + 1, count);
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }
}
