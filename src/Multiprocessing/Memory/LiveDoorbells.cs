using Multiprocessing.Platform.Liveness;
using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Memory;

/// <summary>The doorbells of a domain.</summary>
internal readonly struct LiveDoorbells(Domain domain) : IDoorbells
{
    public bool IsTenant(uint identity) => domain.IsTenant(identity);

    public bool IsPresent(int slot) => domain.Doorbells.IsPresent(slot);

    public int NextPresent(int slot) => domain.Doorbells.NextPresent(slot);

    public ref DoorbellLayout At(int slot) => ref domain.Doorbells[slot];
}
