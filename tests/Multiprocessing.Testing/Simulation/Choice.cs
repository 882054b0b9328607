namespace Multiprocessing.Testing.Simulation;

/// <summary>One alternative of a decision.</summary>
internal readonly record struct Choice(ChoiceKind Kind, Participant Participant);
