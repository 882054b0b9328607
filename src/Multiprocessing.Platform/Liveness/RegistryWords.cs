using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Liveness;

/// <summary>The words of a registry that its algorithms work on (see <see cref="ProcessRegistry"/> for the layout).</summary>
/// <param name="Deaths">Grows with every death that is told.</param>
/// <param name="Next">Where the search for a free slot begins.</param>
/// <param name="Life">The life words: see <see cref="LifeWord"/>.</param>
/// <param name="Bell">Grows when the tenant of the slot is to look at its neighbours anew.</param>
/// <param name="Slots">Who the tenants are.</param>
/// <param name="Count">How many slots there are.</param>
/// <param name="WatchedMax">How many living slots after its own a process watches, so that one dying, or stopped, neighbour hides nothing.</param>
internal readonly record struct RegistryWords(
    SharedRef<uint> Deaths, SharedRef<uint> Next, SharedRef<uint> Life, SharedRef<uint> Bell, SharedRef<ProcessRegistry.SlotLayout> Slots, int Count,
    int WatchedMax);
