using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the lock's name, a folder, how many calls at most, a number. A worker of a kill loop: enters and leaves in several ways, and writes down each call.
/// </summary>
internal sealed class LockHistoryVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        int callsMax = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        using var gate = InterprocessLock.Open(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        using (var history = new HistoryWriter(arguments[1], number + 1))
        {
            var random = new Random(number);
            for (int calls = 0; calls < callsMax && !channel.HasLine; calls++)
            {
                if (!TryEnter(gate, history, random, out var scope)) continue;
                // Long enough inside that others come, and that some kills fall here.
                Thread.SpinWait(random.Next(15_000));
                Leave(history, scope);
                Thread.SpinWait(random.Next(15_000));
            }
        }

        channel.Expect("end");
        channel.Say("done");
        return Task.CompletedTask;
    }

    private static bool TryEnter(InterprocessLock gate, HistoryWriter history, Random random, out LockScope scope)
    {
        if (random.Next(3) > 0)
        {
            history.Begin(LockModel.Enter);
            scope = gate.Enter();
            history.End(scope.WasAbandoned ? 1 : 0);
            return true;
        }

        history.Begin(LockModel.TryEnter);
        bool entered = gate.TryEnter(TimeSpan.FromMilliseconds(random.Next(2)), out scope);
        history.End(!entered ? -1 : scope.WasAbandoned ? 1 : 0);
        return entered;
    }

    private static void Leave(HistoryWriter history, LockScope scope)
    {
        history.Begin(LockModel.Exit);
        scope.Dispose();
        history.End();
    }
}
