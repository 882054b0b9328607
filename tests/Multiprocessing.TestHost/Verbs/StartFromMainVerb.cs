using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>Tries to start a child, and says "refused" with the reason, or "started".</summary>
internal sealed class StartFromMainVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        try
        {
            using var child = ChildProcess.Start(static () => { });
            channel.Say("started");
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException)
        {
            channel.Say("refused " + error.Message);
        }

        return Task.CompletedTask;
    }
}
