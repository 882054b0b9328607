namespace Multiprocessing.Testing.Simulation;

/// <summary>What one participant of a simulation does. All that it shares with others lies in memory that the world allocated.</summary>
internal delegate void ParticipantBody(ref SimulatedMemory memory);
