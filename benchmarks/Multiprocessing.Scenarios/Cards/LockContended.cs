using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// Card 2: processes do acquire, counter++, release on one lock until the parent raises stop after 400 ms; the counter must equal their counts.
/// Arguments: [processes = 2].
/// </summary>
internal static class LockContended
{
    internal const string ChildVerb = "lock-contended-child";

    private const int Ready = 0, Go = 1, Stop = 2, Counter = 3, Done = 8, End = 24, Cpu = 40;

    internal static int Run(string[] arguments)
    {
        int processes = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2;
        string regionName = Names.New("region"), lockName = Names.New("lock");
        using Region region = Region.Create(regionName);
        using var gate = InterprocessLock.Create(lockName, Names.Ephemeral);
        Peer[] peers = [.. Enumerable.Range(0, processes).Select(i => Peer.Start(ChildVerb, regionName, lockName, i.ToString(CultureInfo.InvariantCulture)))];
        region.AwaitQuietly(Ready, processes);
        long start = Stopwatch.GetTimestamp();
        Volatile.Write(ref region[Go], 1);
        Thread.Sleep(400);
        Volatile.Write(ref region[Stop], 1);
        foreach (Peer peer in peers) peer.Join();
        long[] counts = [.. Enumerable.Range(0, processes).Select(i => region[Done + i])];
        if (region[Counter] != counts.Sum()) throw new InvalidOperationException($"The counter is {region[Counter]}, the processes counted {counts.Sum()}.");
        double seconds = (Enumerable.Range(0, processes).Max(i => region[End + i]) - start) / 1e9;
        Report.Metric("ops", "ops/s", counts.Sum() / seconds);
        Report.Metric("fairness", "min/max", counts.Min() / (double)counts.Max());
        Report.Metric("cpu per op", "ns", Enumerable.Range(0, processes).Sum(i => region[Cpu + i]) / (double)counts.Sum());
        return 0;
    }

    internal static int RunChild(string[] arguments)
    {
        using Region region = Region.Open(arguments[0]);
        using var gate = InterprocessLock.Open(arguments[1]);
        int me = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        using (var own = InterprocessLock.Create())
        {
            long scratch = 0, stop = 0;
            for (int i = 0; i < 3; i++)
            {
                stop = 0;
                using var timer = new Timer(_ => Volatile.Write(ref stop, 1), null, 60, Timeout.Infinite);
                Loop(own, ref scratch, ref stop);
            }
        }

        Interlocked.Increment(ref region[Ready]);
        region.Await(Go, 1);
        var before = Environment.CpuUsage.TotalTime;
        region[Done + me] = Loop(gate, ref region[Counter], ref region[Stop]);
        region[End + me] = Stopwatch.GetTimestamp();
        region[Cpu + me] = (long)((Environment.CpuUsage.TotalTime - before).TotalMilliseconds * 1e6);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Loop(InterprocessLock gate, ref long counter, ref long stop)
    {
        long count = 0;
        for (; Volatile.Read(ref stop) == 0; count++)
        {
            using (gate.Enter())
                counter++;
        }

        return count;
    }
}
