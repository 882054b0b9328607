using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Opens the right end of the pipe of longs of that name, sends 0 and 1, says "sent", and stays until "end".</summary>
internal sealed class PipeChildVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var right = InterprocessPipe.Open<long>(arguments[0], left: false);
        right.Put(0);
        right.Put(1);
        channel.Say("sent");
        channel.Expect("end");
        return Task.CompletedTask;
    }
}
