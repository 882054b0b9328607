using System.Diagnostics;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.Testing;

namespace Multiprocessing.TestHost.Verbs;

/// <summary>
/// Argument: the transport. To be run in a network namespace of its own. A server and two clients over its loopback, one with a call whose answer is due soon; then the loopback goes down. Says "cut",
/// then "server" and "clients" when each of them has given the connections up, with the milliseconds it took.
/// </summary>
internal sealed class CutOffVerb : Verb
{
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(4);

    internal override async Task RunAsync(VerbChannel channel, string[] arguments)
    {
        await SetLoopbackAsync("up");
        Authkey key = Authkey.Generate();
        var serving = new ManagerServerOptions { Authkey = key, AllowPlaintext = true, KeepAliveTimeout = s_keepAlive };
        var connecting = new ManagerOptions { AllowPlaintext = true, KeepAliveTimeout = s_keepAlive, SilenceTimeout = Timeout.InfiniteTimeSpan };
        await using ManagerServer server = await ManagerServer.StartAsync(arguments[0] + "://127.0.0.1:0", Offers.Add, serving);
        await using Manager idle = await Manager.ConnectAsync(server.Address, key, connecting);
        await using Manager busy = await Manager.ConnectAsync(server.Address, key, connecting);
        Task waiting = idle.Get<IInventory>().SleepAsync(CancellationToken.None);
        IInventory inventory = busy.Get<IInventory>("concurrent");
        // Its answer is sent into the cut.
        Task answered = Task.Factory.StartNew(() => inventory.Block(2000), TaskCreationOptions.LongRunning);
        while (busy.PendingCalls == 0) await Task.Yield();
        await SetLoopbackAsync("down");
        long start = Stopwatch.GetTimestamp();
        channel.Say("cut");
        Task serverKnows = Task.Run(async () =>
        {
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (server.ClientCount > 0) await look.WaitForNextTickAsync();
        });
        await serverKnows;
        channel.Say($"server {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0}");
        await Assert(waiting);
        await Assert(answered);
        channel.Say($"clients {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0}");
    }

    private static async Task Assert(Task call)
    {
        try
        {
            await call;
        }
        catch (ConnectionLostException e) when (e.OutcomeUnknown)
        {
            return;
        }

        throw new InvalidOperationException("The call ended as if nothing had happened.");
    }

    private static async Task SetLoopbackAsync(string state)
    {
        using Process process = Process.Start("ip", ["link", "set", "lo", state]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The loopback of this network namespace did not go {state}.");
    }
}
