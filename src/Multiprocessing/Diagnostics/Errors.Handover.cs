using System.Globalization;

namespace Multiprocessing.Diagnostics;

/// <summary>Errors of proxies on their way between processes.</summary>
internal static partial class Errors
{
    internal static ManagerException ServerNotConnected(string address) => new(
        $"A proxy of an object at {address} came, and this process is not connected to that server and has no authkey for it. "
            + "Call Manager.ConnectAsync with that address and the server's authkey before the message is read, and keep the manager.");

    internal static InvalidOperationException ProxyOfThisProcess(string proxy) => new(
        $"Proxy {proxy} cannot leave this process: its manager is one of Manager.InProcess, or was disposed. Host the object with ManagerServer.StartAsync or Manager.StartAsync.");

    internal static InvalidOperationException ObjectNotReachable(Type type) => new(
        $"An object of {TypeNames.Short(type)} of this process cannot be given to another: no server of this process, or more than one, could host it. Start one with ManagerServer.StartAsync, or send a proxy.");

    internal static InvalidOperationException TicketForNothing() => new("A ticket was asked for without an object. The caller does not follow the protocol.");

    internal static InvalidOperationException TooManyTickets(int max) => new(
        string.Create(CultureInfo.InvariantCulture, $"{max} proxies of this server's objects are under way between other processes, the limit, or the server ends. Have them read, or remove the queues that hold them."));

    internal static ObjectGoneException TicketUnknown(TimeSpan lifetime) => new(
        string.Create(CultureInfo.InvariantCulture, $"The object of a proxy that was handed over is gone: its ticket was redeemed, its message dropped, more than {lifetime.TotalSeconds:0.###} s have passed since it was exported, or the server is another one. Hand it over anew."));

    internal static ObjectGoneException HostGone(string what, string client, string reason, bool outcomeUnknown) => new(
        $"{what} is gone: this server passes calls on to it, and the connection to its process{client} has ended: {reason}. {(outcomeUnknown ? "The call was passed on, so it may have run." : "The call was not passed on.")} Get another object.");
}
