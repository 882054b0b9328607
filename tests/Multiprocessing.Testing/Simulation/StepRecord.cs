namespace Multiprocessing.Testing.Simulation;

/// <summary>One line of a run's trace.</summary>
internal readonly record struct StepRecord(string Participant, StepKind Kind, long Offset, ulong Result, ulong Operand, ulong Comparand, string? Event);
