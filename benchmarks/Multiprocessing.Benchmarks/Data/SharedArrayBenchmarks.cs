using BenchmarkDotNet.Attributes;

namespace Multiprocessing.Benchmarks.Data;

/// <summary>The sum of a shared array by index and by span, beside that of an ordinary one.</summary>
[MemoryDiagnoser]
public class SharedArrayBenchmarks
{
    private const int Length = 1 << 16;
    private readonly double[] _ordinary = new double[Length];
    private SharedArray<double> _shared = null!;

    [GlobalSetup]
    public void Setup() => _shared = SharedArray.Create<double>(Length);

    [GlobalCleanup]
    public void Cleanup() => _shared.Dispose();

    [Benchmark(Baseline = true)]
    public double OrdinaryByIndex()
    {
        double sum = 0;
        for (int i = 0; i < _ordinary.Length; i++) sum += _ordinary[i];
        return sum;
    }

    [Benchmark]
    public double SharedByIndex()
    {
        double sum = 0;
        for (long i = 0; i < _shared.Length; i++) sum += _shared[i];
        return sum;
    }

    [Benchmark]
    public double SharedBySpan()
    {
        double sum = 0;
        foreach (double value in _shared.AsSpan()) sum += value;
        return sum;
    }
}
