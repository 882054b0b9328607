using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a barrier's name. Opens it, says "ready"; for each "wait" waits there, saying "at barrier.waiting" before it sleeps the first time, and then "passed" or "broken"; ends with "end".
/// </summary>
internal class PartyVerb : Verb
{
    /// <summary>What the last to arrive does, if anything.</summary>
    private protected virtual Action? Action => null;

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.SayAt("barrier.waiting");
        using var barrier = InterprocessBarrier.Open(arguments[0], Action);
        channel.Say("ready");
        while (channel.ReadLine() != "end")
        {
            try
            {
                barrier.Wait();
                channel.Say("passed");
            }
            catch (BrokenBarrierException)
            {
                channel.Say("broken");
            }
        }

        return Task.CompletedTask;
    }
}
