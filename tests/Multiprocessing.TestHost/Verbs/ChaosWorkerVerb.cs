using System.Collections.Concurrent;
using System.Globalization;
using Multiprocessing.Testing;
using Multiprocessing.TestHost.Chaos;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Arguments: the address of a server; a folder; a number. A worker of a kill loop: clients of all its objects, over one connection. When the server goes, which is killed too, it goes on with the next at that address.
/// </summary>
/// <remarks>The histories of one server are in a folder of the number of its process: the next server begins with other objects.</remarks>
internal sealed class ChaosWorkerVerb : Verb
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        string address = arguments[0];
        string folder = arguments[1];
        int number = int.Parse(arguments[^1], CultureInfo.InvariantCulture);
        channel.Say("ready");
        await channel.ExpectAsync("go");
        var errors = new ConcurrentQueue<Exception>();
        while (!channel.HasLine && errors.IsEmpty)
        {
            if (await TryConnectAsync(address) is not ({ } manager, { } server))
            {
                await Task.Delay(s_pause);
                continue;
            }

            await using (manager) Work(manager, Path.Combine(folder, server), address, number, () => channel.HasLine || !errors.IsEmpty, errors);
        }

        if (errors.TryDequeue(out Exception? first)) throw new InvalidOperationException("A client of the worker failed.", first);
        await channel.ExpectAsync("end");
        channel.Say("done");
    }

    private static async Task<(Manager Manager, string Server)?> TryConnectAsync(string address)
    {
        Manager? manager = null;
        try
        {
            manager = await Manager.ConnectAsync(address);
            return (manager, manager.Get<IInventory>().ProcessId().ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ManagerException or ConnectionLostException or ServerBusyException)
        {
            // Between two servers there is none.
            if (manager is not null) await manager.DisposeAsync();
            return null;
        }
    }

    private static void Work(Manager manager, string folder, string address, int number, Func<bool> isEnding, ConcurrentQueue<Exception> errors)
    {
        var threads = new List<Thread>();
        foreach (string name in ChaosClient.Objects)
        {
            for (int flow = 0; flow < ChaosClient.Flows; flow++)
            {
                int client = (number * ChaosClient.Flows) + flow + 1;
                threads.Add(new Thread(() => RunOne(name, client)) { IsBackground = true, Name = $"chaos {name}" });
            }
        }

        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        void RunOne(string name, int client)
        {
            try
            {
                using ChaosClient one = ChaosClient.Open(name, manager, Path.Combine(folder, name), client);
                one.Run(address, isEnding);
            }
            catch (ConnectionLostException)
            {
                // The server went before the first call.
            }
            catch (Exception e)
            {
                errors.Enqueue(new InvalidOperationException($"Client {client} of '{name}' failed.", e));
            }
        }
    }
}
