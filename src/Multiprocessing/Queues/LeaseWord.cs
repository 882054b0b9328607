using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Queues;

/// <summary>The word of a lease slot, which changes in one step always: what the slot holds, and whose it is.</summary>
/// <remarks>
/// Layout: bits 0–29 owner · bits 30–53 generation, one more at each take of the slot · bits 54–60 attempt · bits 61–63 <see cref="LeaseState"/>. The
/// generation makes every lease's word its own, so that a compare-and-swap that comes late meets another word.
/// </remarks>
internal static class LeaseWord
{
    internal const int AttemptMax = 127;

    private const int GenerationShift = 30;
    private const ulong GenerationMask = (1UL << 24) - 1;
    private const int AttemptShift = 54;
    private const int StateShift = 61;

    internal static LeaseState State(ulong word) => (LeaseState)(word >> StateShift);

    internal static uint Owner(ulong word) => (uint)word & ProcessIdentity.Mask;

    internal static int Attempt(ulong word) => (int)(word >> AttemptShift) & AttemptMax;

    /// <summary>The word of a lease that begins in a slot which has the word <paramref name="before"/>.</summary>
    internal static ulong Leased(ulong before, uint owner, int attempt) => Of(LeaseState.Leased, attempt, Generation(before) + 1, owner);

    /// <summary>The slot without an item.</summary>
    internal static ulong Freed(ulong before) => Of(LeaseState.Free, 0, Generation(before), 0);

    /// <summary>The item waits to be taken again, or has failed, as its attempts say.</summary>
    internal static ulong GivenUp(ulong before, int attemptsMax)
    {
        int attempt = Attempt(before);
        return attempt >= attemptsMax
            ? Of(LeaseState.Failed, attempt, Generation(before), 0)
            : Of(LeaseState.Returned, attempt + 1, Generation(before), 0);
    }

    private static ulong Generation(ulong word) => (word >> GenerationShift) & GenerationMask;

    private static ulong Of(LeaseState state, int attempt, ulong generation, uint owner) =>
        ((ulong)state << StateShift) | ((ulong)attempt << AttemptShift) | ((generation & GenerationMask) << GenerationShift) | owner;
}
