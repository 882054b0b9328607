namespace Multiprocessing.Queues;

/// <summary>What is known of a failed item besides the item.</summary>
/// <param name="Attempts">How often it was taken.</param>
/// <param name="Reason">Why it was given up the last time.</param>
/// <param name="Giver">The process id of who gave it up, or the identity of the taker that died.</param>
/// <param name="Text">What <c>Return</c> was told.</param>
internal readonly record struct FailedRecord(int Attempts, GiveUpReason Reason, uint Giver, string? Text)
{
    internal string ReasonText()
    {
        string reason = Reason switch
        {
            GiveUpReason.TakerDied => "its taker ended without an answer",
            GiveUpReason.Returned => $"returned by process {Giver}",
            GiveUpReason.LeftUnfinished => $"process {Giver} left it without an answer",
            GiveUpReason.Unreadable => $"process {Giver} could not read it",
            _ => "not known",
        };
        return Text is null ? reason : $"{reason}: {Text}";
    }
}
