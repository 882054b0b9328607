using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: names of a semaphore and of an array of longs, and a number. A worker of a kill loop: takes a permit, blocking or, when its number is odd, not, and gives it
/// back. Cell 0 of the array counts what was told abandoned. Says with "done" how often it had one.
/// </summary>
internal sealed class PermitWorkerVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var seats = InterprocessSemaphore.Open(arguments[0]);
        using var cells = SharedArray.Open<long>(arguments[1]);
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        channel.Say("ready");
        channel.Expect("go");
        using var stop = new CancellationTokenSource();
        var ending = Task.Run(() =>
        {
            channel.Expect("end");
            stop.Cancel();
        });
        long rounds = 0;
        try
        {
            for (; !stop.IsCancellationRequested; rounds++)
            {
                using var seat = number % 2 == 0 ? seats.Enter(stop.Token) : await seats.EnterAsync(stop.Token);
                if (seat.WasAbandoned) Interlocked.Increment(ref cells[0]);
                Thread.SpinWait(200);
            }
        }
        catch (OperationCanceledException)
        {
            // The end was said while it waited.
        }

        await ending;
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {rounds}"));
    }
}
