using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the directory of a domain that is shared with a group, and "make" or "open". Uses the domain, makes or opens a lock, a joinable queue, a queue and an array in it, says "ready". At "enter" takes
/// the lock and says "entered", with "abandoned" where its owner had died; at "leave" leaves it; at "put" puts a message; at "take" takes one and keeps it, at "complete" takes one and completes it into the
/// queue, and says its text; at "result" takes a result; says the command where there is no other answer. Ends with "end".
/// </summary>
internal sealed class UseSharedDomainVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        SharedDomain.Use(arguments[0]);
        bool makes = arguments[1] == "make";
        using var gate = makes ? InterprocessLock.Create("gate") : InterprocessLock.Open("gate");
        using var jobs = makes ? InterprocessJoinableQueue.Create<string>("jobs") : InterprocessJoinableQueue.Open<string>("jobs");
        using var results = makes ? InterprocessQueue.Create<string>("results") : InterprocessQueue.Open<string>("results");
        using var cells = makes ? SharedArray.Create<long>("cells", 8) : SharedArray.Open<long>("cells");
        channel.Say("ready");
        LockScope? scope = null;
        while (channel.ReadLine() is { } line and not "end")
        {
            switch (line)
            {
                case "enter":
                    scope = await gate.EnterAsync();
                    cells[0]++;
                    channel.Say(scope.Value.WasAbandoned ? "entered abandoned" : "entered");
                    break;
                case "leave":
                    scope!.Value.Dispose();
                    channel.Say("leave");
                    break;
                case "put":
                    jobs.Put($"job {cells[0]}");
                    channel.Say("put");
                    break;
                case "take":
                    channel.Say($"took {jobs.Take().Item}");
                    break;
                case "complete":
                    Lease<string> lease = await jobs.TakeAsync();
                    lease.Complete(results, $"{lease.Item}, attempt {lease.Attempt}");
                    channel.Say($"completed {lease.Item}");
                    break;
                default:
                    channel.Say($"result {results.Take()}");
                    break;
            }
        }
    }
}
