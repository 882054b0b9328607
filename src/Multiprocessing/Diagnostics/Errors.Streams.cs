namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static InvalidOperationException StreamNull() => new("A member or sequence gave null where a stream of items was wanted. Return an empty one.");

    internal static ObjectGoneException LoanEnded(string what) => new($"{what} was lent to a call, and the call has ended. Use it during the call, or declare the parameter [Retained] where that is possible.");

    internal static ServerBusyException ThreadsHeld(int max) => new(
        $"{max} threads of this process wait in synchronous reads or writes of other processes' streams, the limit. Read asynchronously (ReadAsync, in a member that returns a task).");

    internal static EventsMissedException EventsMissed(string proxy, string name, long missed) => new(
        $"The subscription to {name} of {proxy} has ended, and {missed} events were missed: 1024 waited for their handlers. Make the handlers faster, and add them again.",
        missed);

    internal static InvalidOperationException StreamMisused() => new("A stream was asked for something that it does not do, or for two steps at once. The other program is not built with this library's generator, or from another version of it.");
}
