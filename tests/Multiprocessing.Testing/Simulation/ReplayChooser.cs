namespace Multiprocessing.Testing.Simulation;

/// <summary>Decides as a schedule says that was found before.</summary>
internal sealed class ReplayChooser(IReadOnlyDictionary<int, int> choices) : IChooser
{
    private int _next;

    public bool WantsState => false;

    public int Choose(List<Choice> alternatives) =>
        choices.TryGetValue(_next++, out int choice) && choice < alternatives.Count ? choice : 0;

    public void SetState(ulong hash, int budget) => throw new InvalidOperationException("A replay does not ask for states.");
}
