using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Memory;

/// <summary>Whose doorbells there are: a domain's, or a simulation's.</summary>
internal interface IDoorbells
{
    /// <summary>Whether the process of that identity has its slot still.</summary>
    bool IsTenant(uint identity);

    /// <summary>Whether the slot has a doorbell.</summary>
    bool IsPresent(int slot);

    /// <summary>The first slot from <paramref name="slot"/> on that has a doorbell, or -1.</summary>
    int NextPresent(int slot);

    /// <summary>The doorbell of a slot that has one.</summary>
    ref DoorbellLayout At(int slot);
}
