using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.TestHost.Chaos;

/// <summary>Puts numbers that nobody else puts, and takes.</summary>
internal sealed class QueueClient : ChaosClient
{
    internal const int Capacity = 4;

    private readonly ISharedQueue<long> _queue;

    internal QueueClient(Manager manager, string folder, int number)
        : base(folder, number) => _queue = Make(() => manager.CreateQueue<long>("queue", Capacity), () => manager.GetQueue<long>("queue"));

    private protected override void Step()
    {
        long item = NextOperand();
        switch (Random.Next(4))
        {
            case 0:
                Call(LeaseQueueModel.Put, item, _ => _queue.TryPut(item, SomeTime()) ? 1 : 0);
                break;
            case 1:
                Call(LeaseQueueModel.Put, item, token => Put(item, token));
                break;
            case 2:
                Call(LeaseQueueModel.Take, 0, _ => _queue.TryTake(out long taken, SomeTime()) ? taken : QueueModel.Nothing);
                break;
            default:
                Call(LeaseQueueModel.Take, 0, Take);
                break;
        }
    }

    private long Put(long item, CancellationToken token)
    {
        try
        {
            Wait(_queue.PutAsync(item, SomeTime(), 0, token));
            return 1;
        }
        catch (TimeoutException)
        {
            return 0;
        }
    }

    private long Take(CancellationToken token)
    {
        try
        {
            return Wait(_queue.TakeAsync(SomeTime(), token));
        }
        catch (TimeoutException)
        {
            return QueueModel.Nothing;
        }
    }
}
