using BenchmarkDotNet.Attributes;

namespace Multiprocessing.Benchmarks.Synchronization;

/// <summary>Uncontended locks of this library and of the framework.</summary>
[MemoryDiagnoser]
public class LockBenchmarks
{
    private readonly System.Threading.Lock _lock = new();
    private readonly SemaphoreSlim _slim = new(1);
    private InterprocessLock _gate = null!;
    private InterprocessRecursiveLock _recursive = null!;
    private InterprocessSemaphore _seats = null!;

    [GlobalSetup]
    public void Setup()
    {
        _gate = InterprocessLock.Create();
        _recursive = InterprocessRecursiveLock.Create();
        _seats = InterprocessSemaphore.Create(initial: 3, maximum: 3);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _gate.Dispose();
        _recursive.Dispose();
        _seats.Dispose();
        _slim.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void FrameworkLock()
    {
        using (_lock.EnterScope())
        {
        }
    }

    [Benchmark]
    public void FrameworkSemaphoreSlim()
    {
        _slim.Wait();
        _slim.Release();
    }

    [Benchmark]
    public void Lock()
    {
        using (_gate.Enter())
        {
        }
    }

    [Benchmark]
    public async Task LockAsync()
    {
        using (await _gate.EnterAsync())
        {
        }
    }

    [Benchmark]
    public void RecursiveLock()
    {
        using (_recursive.Enter())
        {
        }
    }

    [Benchmark]
    public void Semaphore()
    {
        using (_seats.Enter())
        {
        }
    }
}
