using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the queue's name, a folder, how many calls at most, a number. A worker of a kill loop: puts numbers that nobody else puts, takes, and writes down each call.
/// </summary>
internal sealed class QueueHistoryVerb : Verb
{
    private const long ItemsOfOneClient = 1_000_000;

    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        int callsMax = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        using var queue = InterprocessQueue.Open<long>(arguments[0]);
        channel.Say("ready");
        channel.Expect("go");
        using (var history = new HistoryWriter(arguments[1], number + 1))
        {
            var random = new Random(number);
            for (int calls = 0; calls < callsMax && !channel.HasLine; calls++)
            {
                if (random.Next(2) == 0) Put(queue, history, ((number + 1) * ItemsOfOneClient) + calls);
                else Take(queue, history);
                Thread.SpinWait(random.Next(5_000));
            }
        }

        channel.Expect("end");
        channel.Say("done");
        return Task.CompletedTask;
    }

    private static void Put(InterprocessQueue<long> queue, HistoryWriter history, long item)
    {
        history.Begin(QueueModel.TryPut, item);
        history.End(queue.TryPut(item) ? 1 : 0);
    }

    private static void Take(InterprocessQueue<long> queue, HistoryWriter history)
    {
        history.Begin(QueueModel.TryTake);
        history.End(queue.TryTake(out long item) ? item : QueueModel.Nothing);
    }
}
