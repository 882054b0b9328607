using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Scenarios.Cards;

/// <summary>
/// A process that owns something is killed while others wait for it: how long until the next one has it, and until 200 further holds by others.
/// Cards: <c>holder-kill</c>, whose thing is a lock; <c>taker-kill</c>, whose thing is the one item of a joinable queue. Arguments: [waiters = 4] [kills = 100].
/// </summary>
internal static class OwnerKill
{
    internal const string LockCard = "holder-kill", ItemCard = "taker-kill", ChildVerb = "owner-kill-child";

    private const int Round = 0, Holding = 1, Taken = 2, TakenAt = 3, Holds = 4, HoldsAt = 5, Stop = 6, Ready = 7;
    private const int FurtherHolds = 200;

    internal static int Run(string card, string[] arguments)
    {
        int waiters = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 4;
        int kills = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 100;
        string regionName = Names.New("region"), thingName = Names.New("thing");
        using Region region = Region.Create(regionName);
        using IDisposable thing = card == LockCard ? InterprocessLock.Create(thingName, Names.Ephemeral) : OneItem(thingName);
        Peer[] peers = [.. Enumerable.Range(0, waiters).Select(_ => Peer.Start(ChildVerb, regionName, thingName, card, "wait"))];
        region.AwaitQuietly(Ready, waiters);
        long[] told = new long[kills], further = new long[kills];
        for (int i = 0; i < kills; i++)
        {
            using Peer holder = Peer.Start(ChildVerb, regionName, thingName, card, "hold");
            region.AwaitQuietly(Holding, i + 1);
            region[Holds] = 0;
            Volatile.Write(ref region[Round], i + 1);
            // The waiters are asleep by then: they try as soon as they see the round.
            Thread.Sleep(30);
            long start = Stopwatch.GetTimestamp();
            holder.Kill();
            region.AwaitQuietly(Taken, i + 1);
            region.AwaitQuietly(Holds, FurtherHolds);
            told[i] = region[TakenAt] - start;
            further[i] = region[HoldsAt] - start;
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
        bool holds = arguments[3] == "hold";
        if (arguments[2] == LockCard)
        {
            using var gate = InterprocessLock.Open(arguments[1]);
            if (holds) HoldForEver(region, gate.Enter());
            Wait(region, () =>
            {
                using LockScope scope = gate.Enter();
                Note(region, scope.WasAbandoned);
            });
        }
        else
        {
            using var queue = InterprocessJoinableQueue.Open<int>(arguments[1]);
            if (holds) HoldForEver(region, queue.Take());
            Wait(region, () =>
            {
                using Lease<int> lease = queue.Take();
                Note(region, lease.Attempt > 1);
                lease.Done();
                queue.Put(lease.Item);
            });
        }

        return 0;
    }

    private static InterprocessJoinableQueue<int> OneItem(string name)
    {
        var queue = InterprocessJoinableQueue.Create<int>(name, 16, new JoinableQueueOptions { Lifetime = ObjectLifetime.UntilLastUser });
        queue.Put(1);
        return queue;
    }

    private static void HoldForEver(Region region, IDisposable held)
    {
        using (held)
        {
            Interlocked.Increment(ref region[Holding]);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static void Wait(Region region, Action holdOnce)
    {
        Interlocked.Increment(ref region[Ready]);
        for (long round = 1; ; round++)
        {
            while (Volatile.Read(ref region[Round]) < round)
            {
                if (Volatile.Read(ref region[Stop]) != 0) return;
                Thread.Sleep(1);
            }

            while (Volatile.Read(ref region[Holds]) < FurtherHolds && Volatile.Read(ref region[Round]) == round) holdOnce();
        }
    }

    /// <summary>Called by whoever holds the thing, so by one at a time.</summary>
    private static void Note(Region region, bool isOfTheDead)
    {
        long now = Stopwatch.GetTimestamp();
        long round = region[Round];
        if (isOfTheDead)
        {
            region[TakenAt] = now;
            Volatile.Write(ref region[Taken], round);
        }

        if (region[Taken] == round && ++region[Holds] == FurtherHolds) region[HoldsAt] = now;
    }
}
