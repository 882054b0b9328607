using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>No arguments. Makes objects without names, of which one is in a message of another, and says "ready"; ends at "end".</summary>
internal sealed class HoldAnonymousVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var gate = InterprocessLock.Create();
        using var scope = gate.Enter();
        using var queue = InterprocessQueue.Create<SharedArray<int>>();
        using (var array = SharedArray.Create<int>(1000)) queue.Put(array);
        channel.Say("ready");
        await channel.ExpectAsync("end");
    }
}
