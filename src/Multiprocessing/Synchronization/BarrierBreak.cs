namespace Multiprocessing.Synchronization;

/// <summary>Why a barrier was broken.</summary>
internal enum BarrierBreak : uint
{
    None = 0,
    Death = 1,
    Timeout = 2,
    Cancellation = 3,
    Abort = 4,
    Action = 5,
    Reset = 6,
}
