using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Says "ready" and its arguments, then repeats each line until "end"; "throw" makes it throw.</summary>
internal sealed class EchoVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.Say($"ready {string.Join(',', arguments)}");
        while (channel.ReadLine() is var line and not "end")
        {
            if (line == "throw") throw new InvalidOperationException("as told");
            channel.Say("echo " + line);
        }

        return Task.CompletedTask;
    }
}
