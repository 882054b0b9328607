using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Arguments: a queue of byte arrays. Says "ready"; at "go" takes one message, and another one in place, and says "taken"; ends with "end".</summary>
internal sealed class TakeOneVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var queue = InterprocessQueue.Open<byte[]>(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        _ = queue.Take();
        using (queue.View()) channel.Say("taken");
        channel.Expect("end");
        return Task.CompletedTask;
    }
}
