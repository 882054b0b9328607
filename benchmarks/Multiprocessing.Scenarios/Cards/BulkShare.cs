using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>Card 8: A holds 256 MB of doubles in a shared array, filled before the clock starts; B opens it by name, sums it, and answers.</summary>
internal static class BulkShare
{
    internal const string ChildVerb = "bulk-share-child";

    private const int Ready = 0, Begun = 1, Sum = 2;
    private const long Count = 256L * 1024 * 1024 / sizeof(double);

    internal static int Run(string[] arguments)
    {
        string regionName = Names.New("region"), name = Names.New("bulk"), goName = Names.New("go"), doneName = Names.New("done");
        using Region region = Region.Create(regionName);
        using var go = InterprocessAutoResetEvent.Create(goName, options: Names.Ephemeral);
        using var done = InterprocessAutoResetEvent.Create(doneName, options: Names.Ephemeral);
        using var array = SharedArray.Create<double>(name, Count, options: Names.Ephemeral);
        for (long i = 0; i < Count; i++) array[i] = i & 1023;
        using Peer peer = Peer.Start(ChildVerb, regionName, name, goName, doneName);
        region.AwaitQuietly(Ready, 1);
        long start = Stopwatch.GetTimestamp();
        go.Set();
        done.Wait(TimeSpan.FromSeconds(60));
        long end = Stopwatch.GetTimestamp();
        peer.Join();
        if (BitConverter.Int64BitsToDouble(region[Sum]) != Count / 1024 * (1023.0 * 512)) throw new InvalidOperationException("The sum is wrong.");
        Report.Metric("handover", "ms", (region[Begun] - start) / 1e6);
        Report.Metric("sum", "ms", (end - region[Begun]) / 1e6);
        Report.Metric("total", "ms", (end - start) / 1e6);
        return 0;
    }

    internal static int RunChild(string[] arguments)
    {
        using Region region = Region.Open(arguments[0]);
        using var go = InterprocessAutoResetEvent.Open(arguments[2]);
        using var done = InterprocessAutoResetEvent.Open(arguments[3]);
        using (var warm = SharedArray.Create<double>(Names.New("warm"), 1 << 16, Names.Ephemeral))
            for (int i = 0; i < 300; i++)
            {
                using var same = SharedArray.Open<double>(Names.New("warm"));
                SumOf(same);
            }

        region[Ready] = 1;
        go.Wait(TimeSpan.FromSeconds(60));
        using var array = SharedArray.Open<double>(arguments[1]);
        region[Begun] = Stopwatch.GetTimestamp();
        region[Sum] = BitConverter.DoubleToInt64Bits(SumOf(array));
        done.Set();
        return 0;
    }

    private static double SumOf(SharedArray<double> array)
    {
        double sum = 0;
        foreach (Span<double> chunk in array.Chunks()) sum += SumOf(chunk);
        return sum;
    }

    private static double SumOf(ReadOnlySpan<double> values)
    {
        Vector<double> a = default, b = default, c = default, d = default;
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        int i = 0;
        for (; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        double sum = Vector.Sum(a + b + c + d);
        for (i *= Vector<double>.Count; i < values.Length; i++) sum += values[i];
        return sum;
    }
}
