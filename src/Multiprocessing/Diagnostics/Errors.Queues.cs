using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static QueueCompletedException QueueCompleted(string kind, string name, string? error, bool putting) => new(kind, name, error,
        $"{kind} '{name}' is completed{(error is null ? "" : $", with the error: {error}")}. "
        + (putting ? "Nothing more can be put into it. Put before Complete, or make a new one." : "All its items were taken; none will come. Look at TryTake's result, or use TakeAll, which ends here."));

    internal static TimeoutException QueueFull(string kind, string name, TimeSpan waited, long count, int capacity) => new(
        $"{kind} '{name}' had no room during the {Ages.Text(waited)} waited; {count} of at most {capacity} items are in it. Take items, wait longer, or make it with a larger capacity.");

    internal static TimeoutException QueueEmpty(string kind, string name, TimeSpan waited) => new(
        $"{kind} '{name}' had no item during the {Ages.Text(waited)} waited. Wait longer, or look whether the process that puts still runs (mp ls).");

    internal static TimeoutException JoinTimeout(string name, TimeSpan waited, long waiting, int leased) => new(
        $"joinable queue '{name}' was not done with all its items during the {Ages.Text(waited)} waited; {waiting} wait to be taken, {leased} are out. Wait longer, or look whether its takers still run (mp ls).");

    internal static InvalidOperationException LeaseEnded(string name) => new(
        $"joinable queue '{name}': this item's lease has ended by Done, Complete or Return. Each item is answered once.");

    internal static InvalidOperationException CompletesElsewhere(string name, string domain, string target, string targetDomain) => new(
        $"joinable queue '{name}' lies in domain {domain}, and queue '{target}' in domain {targetDomain}. A lease is completed into a queue of its own domain (MP_DOMAIN).");

    internal static InvalidOperationException FailedFull(string name, int count) => new(
        $"joinable queue '{name}' has {count} failed items and no room for more, so none can be taken. Read them with Failed.TryTake, or make the queue with a larger FailedMax.");

    internal static ArgumentException MessageTooLarge(string kind, string name, long found, long wanted) => new(
        $"A message for {kind} '{name}' has {found} bytes or more; at most {wanted} can be sent. Send a shared array instead.");

    internal static ArgumentException BufferTooShort(string kind, string name, int found, int wanted) => new(
        $"The next message of {kind} '{name}' has {wanted} bytes, and the buffer {found}. The message was taken and is lost with this error; take with a larger buffer, or by Take().");

    internal static ArgumentOutOfRangeException CapacityOutOfRange(string parameter, long found, long least, long most) => new(
        parameter, found, $"{parameter} of a queue is {least} to {most}.");
}
