using Multiprocessing.Memory;
using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Testing.Simulation;

/// <summary>The doorbells of a simulated world: every process has one from the beginning.</summary>
internal readonly struct SimulatedDoorbells(StepScheduler scheduler) : IDoorbells
{
    public bool IsTenant(uint identity) => scheduler.IsTenant(identity);

    public bool IsPresent(int slot) => slot >= 1 && slot <= scheduler.DoorbellSlots;

    public int NextPresent(int slot)
    {
        int next = Math.Max(slot, 1);
        return next <= scheduler.DoorbellSlots ? next : -1;
    }

    public ref DoorbellLayout At(int slot) => ref scheduler.DoorbellOf(slot);
}
