using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// A process that holds the lock is killed while the others wait for it: how long until the next one has it, and until 200 further holds by others.
/// Arguments: [waiters = 4] [kills = 100].
/// </summary>
internal static class HolderKill
{
    internal const string ChildVerb = "holder-kill-child";

    private const int Round = 0, Holding = 1, Taken = 2, TakenAt = 3, Operations = 4, OperationsAt = 5, Stop = 6, Ready = 7;
    private const int FurtherHolds = 200;

    internal static int Run(string[] arguments)
    {
        int waiters = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 4;
        int kills = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 100;
        string regionName = Names.New("region"), lockName = Names.New("lock");
        using Region region = Region.Create(regionName);
        using var gate = InterprocessLock.Create(lockName, Names.Ephemeral);
        Peer[] peers = [.. Enumerable.Range(0, waiters).Select(_ => Peer.Start(ChildVerb, regionName, lockName, "wait"))];
        region.AwaitQuietly(Ready, waiters);
        long[] told = new long[kills], further = new long[kills];
        for (int i = 0; i < kills; i++)
        {
            using Peer holder = Peer.Start(ChildVerb, regionName, lockName, "hold");
            region.AwaitQuietly(Holding, i + 1);
            region[Operations] = 0;
            Volatile.Write(ref region[Round], i + 1);
            // The waiters are asleep on the lock by then: they try for it as soon as they see the round.
            Thread.Sleep(30);
            long start = Stopwatch.GetTimestamp();
            holder.Kill();
            region.AwaitQuietly(Taken, i + 1);
            region.AwaitQuietly(Operations, FurtherHolds);
            told[i] = region[TakenAt] - start;
            further[i] = region[OperationsAt] - start;
            holder.Reap();
        }

        Volatile.Write(ref region[Stop], 1);
        foreach (Peer peer in peers) peer.Join();
        Report.Percentiles("next owner ", "ms", 1e6, told);
        Report.Percentiles("200 further holds ", "ms", 1e6, further);
        return 0;
    }

    internal static int RunChild(string[] arguments)
    {
        using Region region = Region.Open(arguments[0]);
        using var gate = InterprocessLock.Open(arguments[1]);
        if (arguments[2] == "hold")
        {
            using LockScope held = gate.Enter();
            Interlocked.Increment(ref region[Holding]);
            Thread.Sleep(Timeout.Infinite);
        }

        Wait(region, gate);
        return 0;
    }

    private static void Wait(Region region, InterprocessLock gate)
    {
        Interlocked.Increment(ref region[Ready]);
        for (long round = 1; ; round++)
        {
            while (Volatile.Read(ref region[Round]) < round)
            {
                if (Volatile.Read(ref region[Stop]) != 0) return;
                Thread.Sleep(1);
            }

            while (Volatile.Read(ref region[Operations]) < FurtherHolds && Volatile.Read(ref region[Round]) == round)
            {
                using LockScope scope = gate.Enter();
                long now = Stopwatch.GetTimestamp();
                if (scope.WasAbandoned)
                {
                    region[TakenAt] = now;
                    Volatile.Write(ref region[Taken], round);
                }

                if (region[Taken] != round || ++region[Operations] != FurtherHolds) continue;
                region[OperationsAt] = now;
            }
        }
    }
}
