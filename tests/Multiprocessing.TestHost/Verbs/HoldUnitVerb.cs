using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the semaphore's name. Opens it, says "ready"; then for each "enter" takes a unit, saying "at semaphore.waiting" if it has to wait, and "entered" with "abandoned"
/// or "clean"; for each "leave" releases it and says "left"; for each "release" releases a unit that it need not have taken, and says "released"; ends with "end".
/// </summary>
internal sealed class HoldUnitVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        channel.SayAt("semaphore.waiting");
        using var seats = InterprocessSemaphore.Open(arguments[0]);
        channel.Say("ready");
        SemaphoreScope scope = default;
        while (channel.ReadLine() is var line and not "end")
        {
            switch (line)
            {
                case "enter":
                    scope = seats.Enter();
                    channel.Say(scope.WasAbandoned ? "entered abandoned" : "entered clean");
                    break;
                case "leave":
                    scope.Dispose();
                    channel.Say("left");
                    break;
                default:
                    seats.Release();
                    channel.Say("released");
                    break;
            }
        }

        return Task.CompletedTask;
    }
}
