using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Queues;

/// <summary>One lease that this process holds: where it lies, and the value that its word has for as long as it is held.</summary>
/// <param name="Source">The incarnation of the lease's queue.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Word">Its word, which no other lease ever had or will have for 16 million takes of that slot.</param>
/// <param name="Place">The slot in this process's memory.</param>
internal readonly record struct LeaseReference(ulong Source, uint Slot, ulong Word, SharedRef<LeaseSlotLayout> Place);
