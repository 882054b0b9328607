namespace Multiprocessing.Managers.Callbacks;

/// <summary>What a caller lends to a call; it gets it back when the call has ended.</summary>
internal interface ILent
{
    /// <summary>The call has ended; completes when nothing is done with it any more. In its turn, after what came before.</summary>
    ValueTask EndAsync();
}
