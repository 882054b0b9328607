using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the lock's name. Opens it, says "ready"; then for each "enter" enters, saying "at lock.waiting" if it has to wait, and "entered" with "abandoned" or
/// "clean"; for each "leave" leaves and says "left"; ends with "end".
/// </summary>
internal sealed class HoldLockVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.SayAt("lock.waiting");
        using var gate = InterprocessLock.Open(arguments[0]);
        channel.Say("ready");
        LockScope scope = default;
        while (channel.ReadLine() is var line and not "end")
        {
            if (line == "enter")
            {
                scope = gate.Enter();
                channel.Say(scope.WasAbandoned ? "entered abandoned" : "entered clean");
            }
            else
            {
                scope.Dispose();
                channel.Say("left");
            }
        }

        return Task.CompletedTask;
    }
}
