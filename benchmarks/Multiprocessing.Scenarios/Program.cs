using Multiprocessing.Scenarios;
using Multiprocessing.Scenarios.Cards;

// One run is one sample: warm up, measure, print one JSON line a metric, exit 0. A variant that cannot be done exits 4. See benchmarks/README.md.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Multiprocessing.Scenarios CARD [ARGUMENTS] | compare [CARD …] [--rounds N] [--seconds N]");
    return 2;
}

string[] rest = args[1..];
return args[0] switch
{
    "lock-uncontended" => LockUncontended.Run(rest),
    "lock-contended" => LockContended.Run(rest),
    LockContended.ChildVerb => LockContended.RunChild(rest),
    "event-pingpong" => EventPingPong.Run(rest),
    EventPingPong.ChildVerb => EventPingPong.RunChild(rest),
    "queue-throughput" => QueueThroughput.Run(rest),
    QueueThroughput.ChildVerb => QueueThroughput.RunChild(rest),
    QueueBulk.ChildVerb => QueueBulk.RunChild(rest),
    "queue-latency" => QueueLatency.Run(rest),
    QueueLatency.ChildVerb => QueueLatency.RunChild(rest),
    "bulk-share" => BulkShare.Run(rest),
    BulkShare.ChildVerb => BulkShare.RunChild(rest),
    OwnerKill.LockCard or OwnerKill.ItemCard => OwnerKill.Run(args[0], rest),
    OwnerKill.ChildVerb => OwnerKill.RunChild(rest),
    "rpc" => await Rpc.RunAsync(rest),
    "rpc-rings" => await Rpc.RunAsync(rest, overRings: true),
    "many-clients" => await ManyClients.RunAsync(rest),
    CounterServer.Verb => await CounterServer.RunAsync(rest),
    "process-start" => await Neighbour.RunAsync("Children", rest),
    "compare" => Compare.Run(rest),
    _ => 4,
};
