namespace Multiprocessing.Scenarios.Cards;

/// <summary>The process that the cards rpc and many-clients call.</summary>
internal static class CounterServer
{
    internal const string Verb = "counter-server";

    /// <summary>The name of a second object, whose calls do not wait for those of the first.</summary>
    internal const string Other = "other";

    internal static async Task<int> RunAsync(string[] arguments)
    {
        await using ManagerServer server = await ManagerServer.StartAsync(AddressIn(arguments[0]), static objects =>
        {
            objects.Add<ICounter>(static () => new Counter());
            objects.Add<ICounter>(Other, static () => new Counter());
        });
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Connects to a server that may be still starting; with leave to go over to rings in shared memory, or to stay with the socket.</summary>
    internal static async Task<Manager> ConnectAsync(string folder, bool overRings = false)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await Manager.ConnectAsync(AddressIn(folder), options: new ManagerOptions { AllowSharedMemory = overRings });
            }
            catch (Exception e) when (attempt < 500 && e is MultiprocessingException or System.Net.Sockets.SocketException)
            {
                // Nothing tells of a socket that is listened on but a connection.
                await Task.Delay(20);
            }
        }
    }

    private static string AddressIn(string folder) => "unix:" + Path.Join(folder, "s");
}
