using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Multiprocessing.Benchmarks.Queues;

/// <summary>Put and take by one thread: the cost of the instructions, without a second processor.</summary>
[MemoryDiagnoser]
public class QueueBenchmarks
{
    private readonly Channel<long> _channel = Channel.CreateBounded<long>(64);
    private InterprocessQueue<long> _numbers = null!;
    private InterprocessQueue<string> _texts = null!;
    private InterprocessJoinableQueue<long> _jobs = null!;

    [GlobalSetup]
    public void Setup()
    {
        _numbers = InterprocessQueue.Create<long>(capacity: 64);
        _texts = InterprocessQueue.Create<string>(capacity: 64);
        _jobs = InterprocessJoinableQueue.Create<long>(capacity: 64);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _numbers.Dispose();
        _texts.Dispose();
        _jobs.Dispose();
    }

    [Benchmark(Baseline = true)]
    public long FrameworkChannel()
    {
        _channel.Writer.TryWrite(1);
        _channel.Reader.TryRead(out long item);
        return item;
    }

    [Benchmark]
    public long QueueOfNumbers()
    {
        _numbers.Put(1);
        return _numbers.Take();
    }

    [Benchmark]
    public string QueueOfStrings()
    {
        _texts.Put("a message");
        return _texts.Take();
    }

    [Benchmark]
    public long JoinableQueueOfNumbers()
    {
        _jobs.Put(1);
        using Lease<long> job = _jobs.Take();
        job.Done();
        return job.Item;
    }
}
