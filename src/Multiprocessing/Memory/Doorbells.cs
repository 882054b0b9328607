using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;
using static Multiprocessing.Platform.Waiting.DoorbellTable;

namespace Multiprocessing.Memory;

/// <summary>
/// How a signaller tells the processes whose asynchronous waits stand at an object that it has changed, and how their hubs hear it.
/// </summary>
/// <remarks>
/// <para>A process notes itself at the object once for all its waits there: a cell of its identity and a tag, its own short number for that wait point.
/// Who signals rings every process noted, by one bit for the tag. A ring is a hint that costs one wake a process at most and can be repeated; the process then
/// looks at the object with all waits it has there, and notes and announces itself again before it goes on waiting. So no process keeps a ring from
/// another, and a wait that ends early takes nothing with it.</para>
/// <para>Crash argument. Ringing stores bits, summary, bell, in this order, and then wakes. A ringer that dies between two of these stores is a death in the
/// domain, at which every hub looks at all its waits; so is one that dies before it came to the next cell. The hub takes the summary first and the
/// bits after it: a bit that is set behind its back has its summary bit still to come, and the bell after that. A process that dies leaves its cell: whoever rings finds
/// it is not its slot's tenant any more and clears it, or rings the bell of the dead, which harms nobody.</para>
/// </remarks>
internal static class Doorbells
{
    /// <summary>The last tag is nobody's: it asks the process to look at all it waits for.</summary>
    internal const int EverythingTag = DoorbellLayout.TagCount - 1;

    private const int TagShift = 32;

    internal static ulong Cell(uint identity, int tag) => identity | ((ulong)tag << TagShift);

    /// <summary>Notes a process at a wait point. Called before the point is announced, each time, since others may have cleared what was there.</summary>
    internal static void Note<TMemory>(ref TMemory memory, ref WaitPoint.Cells cells, ulong cell)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < WaitPoint.Cells.Count; i++)
        {
            if (memory.Load(ref cells.Items[i]) == cell) return;
        }

        for (int i = 0; i < WaitPoint.Cells.Count; i++)
        {
            ulong found = memory.Load(ref cells.Items[i]);
            if (found != 0 && !memory.IsDead((uint)found & ProcessIdentity.Mask)) continue;
            if (memory.CompareExchange(ref cells.Items[i], cell, found) == found) return;
            i--; // Somebody else took or cleared it: look at the same cell again.
        }

        memory.Store(ref cells.Overflow, 1);
    }

    /// <summary>Takes a process's note away, when it has no waits there any more.</summary>
    internal static void Erase<TMemory>(ref TMemory memory, ref WaitPoint.Cells cells, ulong cell)
        where TMemory : struct, IMemoryOperations
    {
        for (int i = 0; i < WaitPoint.Cells.Count; i++)
        {
            if (memory.Load(ref cells.Items[i]) == cell) memory.CompareExchange(ref cells.Items[i], 0, cell);
        }
    }

    /// <summary>Rings the processes noted in the cells; all that have a doorbell, when the cells overflowed.</summary>
    internal static void Ring<TMemory, TDoorbells>(ref TMemory memory, TDoorbells doors, ref WaitPoint.Cells cells)
        where TMemory : struct, IMemoryOperations
        where TDoorbells : struct, IDoorbells
    {
        if (memory.Load(ref cells.Overflow) != 0 && memory.Exchange(ref cells.Overflow, 0) != 0)
        {
            RingEverybody(ref memory, doors);
            return;
        }

        for (int i = 0; i < WaitPoint.Cells.Count; i++)
        {
            ulong cell = memory.Load(ref cells.Items[i]);
            if (cell == 0) continue;
            uint identity = (uint)cell & ProcessIdentity.Mask;
            int slot = ProcessIdentity.Slot(identity);
            if (!doors.IsTenant(identity) || !doors.IsPresent(slot)) memory.CompareExchange(ref cells.Items[i], 0, cell);
            else Press(ref memory, ref doors.At(slot), (int)(cell >> TagShift) & (DoorbellLayout.TagCount - 1));
        }
    }

    /// <summary>Rings one doorbell for one tag.</summary>
    internal static void Press<TMemory>(ref TMemory memory, ref DoorbellLayout door, int tag)
        where TMemory : struct, IMemoryOperations
    {
        memory.Or(ref door.Bits[tag / 64], 1UL << (tag % 64));
        FaultPoint.Hit("doorbell.bit");
        memory.Or(ref door.Summary, 1UL << (tag / 64));
        FaultPoint.Hit("doorbell.summary");
        memory.Increment(ref door.Bell);
        FaultPoint.Hit("doorbell.bell");
        Wake(ref memory, ref door);
    }

    /// <summary>
    /// Takes the tags that were rung since the last time. False: none were. <paramref name="rung"/> has a bit for each of the tags.
    /// </summary>
    internal static bool Collect<TMemory>(ref TMemory memory, ref DoorbellLayout door, Span<ulong> rung)
        where TMemory : struct, IMemoryOperations
    {
        ulong summary = Take(ref memory, ref door.Summary);
        if (summary == 0) return false;
        for (int w = 0; w < rung.Length; w++)
            rung[w] = (summary & (1UL << w)) == 0 ? 0 : Take(ref memory, ref door.Bits[w]);
        return true;
    }

    /// <summary>
    /// Sleeps until the bell is not <paramref name="bell"/> any more, which the hub read before it collected. May return early.
    /// </summary>
    internal static void Sleep<TMemory>(ref TMemory memory, ref DoorbellLayout door, uint bell, ref WaitLimit limit)
        where TMemory : struct, IMemoryOperations
    {
        // The exchange is the fence between "I sleep" and the last look at the bell; the ringer bumps the bell (a fence too) and then looks who sleeps.
        memory.Exchange(ref door.Sleeping, 1);
        if (memory.Load(ref door.Bell) == bell) memory.Sleep(ref door.Bell, bell, ref limit);
        memory.Store(ref door.Sleeping, 0);
    }

    private static void Wake<TMemory>(ref TMemory memory, ref DoorbellLayout door)
        where TMemory : struct, IMemoryOperations
    {
        if (memory.Load(ref door.Sleeping) == 0 || memory.Exchange(ref door.Sleeping, 0) == 0) return;
        FaultPoint.Hit("doorbell.wake");
        memory.Wake(ref door.Bell, 1);
    }

    private static void RingEverybody<TMemory, TDoorbells>(ref TMemory memory, TDoorbells doors)
        where TMemory : struct, IMemoryOperations
        where TDoorbells : struct, IDoorbells
    {
        for (int slot = doors.NextPresent(0); slot >= 0; slot = doors.NextPresent(slot + 1))
            Press(ref memory, ref doors.At(slot), EverythingTag);
    }

    private static ulong Take<TMemory>(ref TMemory memory, ref ulong word)
        where TMemory : struct, IMemoryOperations
    {
        ulong value = memory.Load(ref word);
        while (value != 0)
        {
            ulong found = memory.CompareExchange(ref word, 0, value);
            if (found == value) break;
            value = found;
        }

        return value;
    }
}
