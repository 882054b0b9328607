namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// Who a process is, in 30 bits: its registry slot and the slot's generation. It fits a 32-bit futex word beside two flag bits, so one
/// compare-and-swap takes a word and says who took it. A bare process id is never an identity: the system uses it again.
/// </summary>
/// <remarks>Layout: bits 0–11 slot · bits 12–29 generation, 1 to 2^18 − 1, so an identity is never 0 · bits 30 and 31 belong to the word it is stored in.</remarks>
internal static class ProcessIdentity
{
    internal const int SlotBits = 12;
    internal const int SlotCount = 1 << SlotBits;
    internal const uint SlotMask = SlotCount - 1;
    internal const uint GenerationMax = (1u << 18) - 1;

    /// <summary>The part of a 32-bit word that names an owner.</summary>
    internal const uint Mask = (1u << 30) - 1;

    internal static uint Of(int slot, uint generation) => (generation << SlotBits) | (uint)slot;

    internal static int Slot(uint identity) => (int)(identity & SlotMask);

    internal static uint Generation(uint identity) => (identity & Mask) >> SlotBits;

    /// <summary>The generation after <paramref name="generation"/>; 0 is skipped, since identity 0 means nobody.</summary>
    internal static uint NextGeneration(uint generation) => generation >= GenerationMax ? 1 : generation + 1;
}
