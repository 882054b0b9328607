using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the semaphore's name, a folder, how many calls at most, a number. A worker of a kill loop: takes and gives back permits, and writes down each call.
/// </summary>
internal sealed class SemaphoreHistoryVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        int callsMax = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        using var seats = InterprocessSemaphore.Open(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        using (var history = new HistoryWriter(arguments[1], number + 1))
        {
            var random = new Random(number);
            for (int calls = 0; calls < callsMax && !channel.HasLine; calls++)
            {
                if (!TryEnter(seats, history, random, out var scope)) continue;
                Thread.SpinWait(random.Next(15_000));
                history.Begin(SemaphoreModel.Release, 1);
                scope.Dispose();
                history.End(1);
                Thread.SpinWait(random.Next(5_000));
            }
        }

        channel.Expect("end");
        channel.Say("done");
        return Task.CompletedTask;
    }

    private static bool TryEnter(InterprocessSemaphore seats, HistoryWriter history, Random random, out SemaphoreScope scope)
    {
        if (random.Next(3) > 0)
        {
            history.Begin(SemaphoreModel.Enter);
            scope = seats.Enter();
            history.End();
            return true;
        }

        history.Begin(SemaphoreModel.TryEnter);
        bool entered = seats.TryEnter(out scope);
        history.End(entered ? 1 : 0);
        return entered;
    }
}
