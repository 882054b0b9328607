using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Argument: the address. Serves an inventory in a process that has few file descriptors, says "serving ADDRESS", then "log ID" for each event of its log about descriptors; "cpu" is answered by the
/// milliseconds of processor time that it has used, "clients" by how many are connected; "eat" takes all descriptors but six, "eat-all" those too, "free" gives them back; ends with "end".
/// </summary>
internal sealed class ServeFewVerb : Verb
{
    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        StartPoolThreads();
        using var log = new LogRecorder(one =>
        {
            if (one.Id is 6 or 7) channel.Say(string.Create(CultureInfo.InvariantCulture, $"log {one.Id} {one.Message}"));
        });
        await using ManagerServer server = await ManagerServer.StartAsync(arguments[0], Offers.Add, new ManagerServerOptions { LoggerFactory = log });
        channel.Say("serving " + server.Address);
        var eaten = new List<IDisposable>();
        while (channel.ReadLine() is var line and not "end")
        {
            if (line == "eat") Eat(eaten, left: 6);
            if (line == "eat-all") Eat(eaten, left: 0);
            if (line == "free") eaten.ForEach(static one => one.Dispose());
            channel.Say(string.Create(CultureInfo.InvariantCulture, $"{line} {(line == "cpu" ? (long)Environment.CpuUsage.TotalTime.TotalMilliseconds : server.ClientCount)}"));
        }
    }

    /// <summary>The runtime cannot start a thread without two descriptors, and ends the process where it must: the pool has all the threads that it will want before they are gone.</summary>
    private static void StartPoolThreads()
    {
        const int Count = 8;
        ThreadPool.SetMinThreads(Count, Count);
        using var all = new Barrier(Count + 1);
        Task[] tasks = [.. Enumerable.Range(0, Count).Select(_ => Task.Run(() => all.SignalAndWait()))];
        all.SignalAndWait();
        Task.WaitAll(tasks);
    }

    /// <summary>Leaves the process few descriptors.</summary>
    private static void Eat(List<IDisposable> eaten, int left)
    {
        try
        {
            while (true) eaten.Add(File.OpenHandle("/dev/null"));
        }
        catch (IOException)
        {
            // That was the last one.
        }

        foreach (IDisposable one in eaten[^left..]) one.Dispose();
    }
}
