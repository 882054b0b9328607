namespace Multiprocessing.Testing.Simulation;

/// <summary>Who decides among the alternatives of a schedule. The first alternative is always the one without an event: go on.</summary>
internal interface IChooser
{
    /// <summary>The index of the alternative to take.</summary>
    int Choose(List<Choice> alternatives);

    /// <summary>Whether the chooser wants to hear the hash of the state before it chooses.</summary>
    bool WantsState { get; }

    /// <summary>Tells the state that the next choice is made in, and what may still happen from it.</summary>
    void SetState(ulong hash, int budget);
}
