using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Memory;

/// <summary>How the hub of asynchronous waits sleeps, and what it is told when it wakes.</summary>
/// <remarks>
/// It reads bell and deaths before it looks at anything: what happens after they were read changes the words that it sleeps on. A death makes it look at all its
/// waits: what one is held up by may be free now, and a ring may have died half way.
/// </remarks>
internal struct HubListener(uint deathsSeen)
{
    private uint _deathsSeen = deathsSeen;

    /// <summary>Takes what was rung, or sleeps until something is.</summary>
    /// <param name="memory">The operations of the process.</param>
    /// <param name="door">Its doorbell.</param>
    /// <param name="deaths">The word that grows with every death.</param>
    /// <param name="isRecheckDue">Whether to look at all in any case: the last resort.</param>
    /// <param name="rung">With <see cref="HubTask.LookAtRung"/>, a bit for each tag.</param>
    /// <param name="limit">Ends the sleep at a death. The hub has no deadline.</param>
    internal HubTask Listen<TMemory>(
        ref TMemory memory, ref DoorbellLayout door, SharedRef<uint> deaths, bool isRecheckDue, Span<ulong> rung, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        uint bell = memory.Load(ref door.Bell);
        uint deathsNow = memory.Load(ref deaths.Value);
        bool isRung = Doorbells.Collect(ref memory, ref door, rung);
        bool isRungForAll = isRung && (rung[^1] >> 63) != 0;
        if (isRungForAll || deathsNow != _deathsSeen || isRecheckDue)
        {
            _deathsSeen = deathsNow;
            return HubTask.LookAtAll;
        }

        if (isRung) return HubTask.LookAtRung;
        Doorbells.Sleep(ref memory, ref door, bell, ref limit);
        return HubTask.None;
    }
}
