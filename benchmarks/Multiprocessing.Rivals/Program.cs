using System.Globalization;
using Multiprocessing.Rivals;

// One run is one sample, as in Multiprocessing.Scenarios. A rival that is not here exits 4.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Multiprocessing.Rivals rpc|many-clients dotnet-raw|redis|streamjsonrpc|grpc [milliseconds of each part | clients] [PART …]");
    return 2;
}

if (args[0] == RivalServer.Verb) return await RivalServer.RunAsync(args[1], args[2]);
if (RivalServer.TryStart(args[1]) is not { } server) return 4;
using (server)
{
    int amount = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : args[0] == "rpc" ? 300 : 1000;
    return args[0] switch
    {
        "rpc" => await RivalRpc.RunAsync(args[1], server.Path, amount, args.Length > 3 ? args[3..] : ["one", "tasks", "pipelined", "threads", "bulk"]),
        "many-clients" => await RivalClients.RunAsync(args[1], server, amount),
        _ => 4,
    };
}
