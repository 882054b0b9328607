using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a name N of a lock, of a condition N.condition, and of an array of longs N.cells, whose cell 0 counts tokens. Says "ready"; for each "take" waits for a token, saying "at
/// condition.joined" when it is in line, takes it and says "taken"; for each "put" adds one, notifies one and says "put"; ends with "end".
/// </summary>
internal sealed class TokenWaiterVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.SayAt("condition.joined");
        using var gate = InterprocessLock.Open(arguments[0]);
        using var condition = InterprocessCondition.Open(arguments[0] + ".condition", gate);
        using var cells = SharedArray.Open<long>(arguments[0] + ".cells");
        channel.Say("ready");
        while (channel.ReadLine() is var line and not "end")
        {
            using (gate.Enter())
            {
                if (line == "put")
                {
                    cells[0]++;
                    condition.Notify();
                }
                else
                {
                    while (cells[0] == 0) condition.Wait();
                    cells[0]--;
                }
            }

            channel.Say(line == "put" ? "put" : "taken");
        }

        return Task.CompletedTask;
    }
}
