using Multiprocessing.Memory;

namespace Multiprocessing.Synchronization;

/// <summary>The base of asynchronous waits whose only result is whether they ended in time.</summary>
internal abstract class FlagWait : PendingWait<bool>
{
    /// <summary>Whether running out of time is an exception (<c>XAsync</c>) or the result false (<c>TryXAsync</c>).</summary>
    internal bool Throws { get; set; }

    internal TimeSpan Timeout { get; set; }

    /// <summary>The exception when the time is up.</summary>
    protected abstract Exception TimedOut();

    protected sealed override bool Conclude(bool finished) => finished || !Throws ? finished : throw TimedOut();
}
