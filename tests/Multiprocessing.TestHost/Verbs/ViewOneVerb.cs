using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: names of a joinable queue of byte arrays, and of a queue of ints for results. Says "ready"; at "go" reads three messages in place: returns the first, ends the second,
/// completes the third into the results with its length; says "answered"; ends with "end".
/// </summary>
internal sealed class ViewOneVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessJoinableQueue.Open<byte[]>(arguments[0]);
        using var results = InterprocessQueue.Open<int>(arguments[0] + ".results");
        channel.Say("ready");
        channel.Expect("go");
        queue.View().Return();
        queue.View().Done();
        Lease<MessageView> lease = queue.View();
        lease.Complete(results, lease.Item.Length);
        channel.Say("answered");
        channel.Expect("end");
        return Task.CompletedTask;
    }
}
