namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// Decides by a seed. Participants have random priorities, which change at a few random steps, so that one may stand still for long while others go on;
/// kills and interruptions come at random.
/// </summary>
/// <remarks>Source: Burckhardt and others, "A randomized scheduler with probabilistic guarantees of finding bugs" (ASPLOS 2010).</remarks>
internal sealed class RandomChooser(int seed) : IChooser
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<int, int> _priorities = [];
    private readonly List<int> _choices = [];

    // Half of the seeds change priorities rarely (long pauses), half often (fine interleaving).
    private readonly int _changeEach = seed % 2 == 0 ? 40 : 4;

    public bool WantsState => false;

    internal IReadOnlyList<int> Choices => _choices;

    public void SetState(ulong hash, int budget) => throw new InvalidOperationException("A random run does not ask for states.");

    public int Choose(List<Choice> alternatives)
    {
        int choice = Pick(alternatives);
        _choices.Add(choice);
        return choice;
    }

    private int Pick(List<Choice> alternatives)
    {
        if (alternatives[0].Kind is not ChoiceKind.Run) return _random.Next(alternatives.Count);
        if (_random.Next(25) == 0)
        {
            int event_ = _random.Next(alternatives.Count);
            if (alternatives[event_].Kind is not ChoiceKind.Run) return event_;
        }

        if (_random.Next(_changeEach) == 0) _priorities[alternatives[_random.Next(alternatives.Count)].Participant.Index] = _random.Next();
        int best = 0;
        for (int i = 1; i < alternatives.Count; i++)
            if (alternatives[i].Kind is ChoiceKind.Run && Priority(alternatives[i]) > Priority(alternatives[best])) best = i;
        return best;
    }

    private int Priority(Choice choice)
    {
        if (!_priorities.TryGetValue(choice.Participant.Index, out int priority))
            _priorities[choice.Participant.Index] = priority = _random.Next();
        return priority;
    }
}
