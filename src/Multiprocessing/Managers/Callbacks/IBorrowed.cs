namespace Multiprocessing.Managers.Callbacks;

/// <summary>What a call has of its caller until it ends.</summary>
internal interface IBorrowed
{
    /// <summary>The call has ended: later uses throw.</summary>
    void EndWithCall();
}
