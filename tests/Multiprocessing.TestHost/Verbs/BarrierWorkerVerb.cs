using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: a barrier's name, and a number. A worker of a kill loop: goes from round to round, and begins anew where the barrier is broken. Says with "done" how many rounds it passed.
/// </summary>
internal sealed class BarrierWorkerVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        using var barrier = InterprocessBarrier.Open(arguments[0], number % 3 == 0 ? static () => Thread.SpinWait(20) : null);
        channel.Say("ready");
        channel.Expect("go");
        using var stop = new CancellationTokenSource();
        var ending = Task.Run(() =>
        {
            channel.Expect("end");
            stop.Cancel();
        });
        long passed = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (number % 2 == 0) barrier.Wait(stop.Token);
                else await barrier.WaitAsync(stop.Token);
                passed++;
            }
            catch (BrokenBarrierException)
            {
                barrier.Reset();
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await ending;
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {passed}"));
    }
}
