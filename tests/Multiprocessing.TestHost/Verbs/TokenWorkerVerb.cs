using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a name N as <see cref="TokenWaiterVerb"/> has it, and a number. A worker of a kill loop: takes tokens, waiting for them blocking or, when its number is odd, not. It never looks
/// without having been notified, so a notification that is swallowed leaves a token lying. Says with "done" how many it took.
/// </summary>
internal sealed class TokenWorkerVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        using var gate = InterprocessLock.Open(arguments[0]);
        using var condition = InterprocessCondition.Open(arguments[0] + ".condition", gate);
        using var cells = SharedArray.Open<long>(arguments[0] + ".cells");
        channel.Say("ready");
        channel.Expect("go");
        using var stop = new CancellationTokenSource();
        var ending = Task.Run(() =>
        {
            channel.Expect("end");
            stop.Cancel();
        });
        long taken = 0;
        try
        {
            for (; !stop.IsCancellationRequested; taken++)
            {
                using var scope = number % 2 == 0 ? gate.Enter(stop.Token) : await gate.EnterAsync(stop.Token);
                while (cells[0] == 0)
                {
                    if (number % 2 == 0) condition.Wait(stop.Token);
                    else await condition.WaitAsync(stop.Token);
                }

                cells[0]--;
            }
        }
        catch (OperationCanceledException)
        {
            // The end was said while it waited.
        }

        await ending;
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {taken}"));
    }
}
