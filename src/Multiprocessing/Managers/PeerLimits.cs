namespace Multiprocessing.Managers;

/// <summary>What one end of a connection grants the other.</summary>
/// <param name="FrameSizeMax">Bytes of a frame.</param>
/// <param name="ServedCallsMax">Calls of the other end that have begun and not ended.</param>
/// <param name="ReferencesMax">Objects that the other end holds.</param>
/// <param name="UnsentMax">Bytes that the other end has not taken; beyond, its frames are not read until it takes some.</param>
internal sealed record PeerLimits(int FrameSizeMax, int ServedCallsMax, int ReferencesMax, long UnsentMax)
{
    /// <summary>After how long without a move an enumerator of the other end is closed.</summary>
    internal TimeSpan EnumeratorIdle { get; init; } = TimeSpan.FromMinutes(10);

    internal static PeerLimits Default { get; } = new(64 << 20, 10_000, 1_000_000, 16 << 20);
}
