using System.Globalization;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: names of a joinable queue and a queue of results, both of longs, and a number. A worker of a kill loop: completes each item into the results, and gives every
/// tenth first attempt back. Says with "done" how many it completed.
/// </summary>
internal sealed class LeaseWorkerVerb : Verb
{
    internal override Task RunAsync(VerbChannel channel, string[] arguments)
    {
        using var items = InterprocessJoinableQueue.Open<long>(arguments[0]);
        using var results = InterprocessQueue.Open<long>(arguments[1]);
        channel.Say("ready");
        channel.Expect("go");
        long done = 0;
        while (!channel.HasLine)
        {
            if (!items.TryTake(TimeSpan.FromMilliseconds(20), out var job)) continue;
            if (job.Item % 10 == 0 && job.Attempt == 1)
            {
                job.Return();
                continue;
            }

            // The parent takes results as long as there are workers, so this wait ends.
            job.Complete(results, job.Item);
            done++;
        }

        channel.Expect("end");
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"done {done}"));
        return Task.CompletedTask;
    }
}
