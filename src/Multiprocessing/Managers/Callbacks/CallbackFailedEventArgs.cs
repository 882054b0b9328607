namespace Multiprocessing;

/// <summary>What a callback threw, or why a subscription ended, where nobody waits who could be told.</summary>
/// <param name="error">What was thrown.</param>
/// <param name="source">What failed.</param>
public sealed class CallbackFailedEventArgs(Exception error, string source) : EventArgs
{
    /// <summary>What was thrown; <see cref="EventsMissedException"/> when a subscription has ended.</summary>
    public Exception Error { get; } = error;

    /// <summary>What failed, in words: a handler and its event.</summary>
    public string Source { get; } = source;
}
