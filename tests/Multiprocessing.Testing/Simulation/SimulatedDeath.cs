namespace Multiprocessing.Testing.Simulation;

/// <summary>Unwinds the code of a killed participant, or of one whose run is over. No code under test may catch it.</summary>
internal sealed class SimulatedDeath : Exception;
