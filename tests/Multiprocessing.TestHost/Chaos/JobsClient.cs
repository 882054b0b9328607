using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Puts jobs, takes them, and is done with most of them; the others it gives back.</summary>
internal sealed class JobsClient : ChaosClient
{
    private readonly ISharedJoinableQueue<long> _jobs;

    internal JobsClient(Manager manager, string folder, int number)
        : base(folder, number) => _jobs = Make(() => manager.CreateJoinableQueue<long>("jobs", QueueClient.Capacity, maxAttempts: int.MaxValue), () => manager.GetJoinableQueue<long>("jobs"));

    private protected override void Step()
    {
        if (Random.Next(2) == 0)
        {
            long item = NextOperand();
            Call(LeaseQueueModel.Put, item, _ => _jobs.TryPut(item, SomeTime()) ? 1 : 0);
            return;
        }

        SharedLease<long>? lease = null;
        Call(LeaseQueueModel.Take, 0, token => (lease = Random.Next(2) == 0 ? _jobs.TryTake(SomeTime()) : Wait(_jobs.TryTakeAsync(SomeTime(), token)))?.Item ?? QueueModel.Nothing);
        if (lease is null) return;
        Pause();
        if (Random.Next(3) == 0)
        {
            Call(LeaseQueueModel.Return, lease.Item, _ =>
            {
                lease.Dispose();
                return 0;
            });
        }
        else
        {
            Call(LeaseQueueModel.Done, lease.Item, _ =>
            {
                lease.Done();
                return 0;
            });
        }
    }
}
