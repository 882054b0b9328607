namespace Multiprocessing.Testing.Simulation;

/// <summary>What a participant may do in one step. A copy is two steps, so that a reader or a kill can come between its halves.</summary>
internal enum StepKind : byte
{
    None,
    Load,
    Store,
    Exchange,
    CompareExchange,
    Or,
    Increment,
    Fence,
    CopyFirstHalf,
    CopySecondHalf,
    Pause,
    IsDead,
    Sleep,
    Wake,
    Ring,
    Call,
}
