using Multiprocessing.Managers.Handover;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Proxies as texts, for carriers of which this library knows nothing: a file, a socket of another's, a message in another serializer's form.</summary>
/// <remarks>
/// <para>Through queues, pipes, arguments and results of children, and calls, proxies travel as they are, and need none of this.</para>
/// <para><b>Threads.</b> Used by many at once.</para>
/// <para><b>Processes.</b> A named object travels by its name. For any other the server keeps it under a random number of 128 bits until that is redeemed, once, or
/// <see cref="ManagerServerOptions.TicketLifetime"/> has passed (5 min), also when the process that exported it has ended. The authkey is not in the text: who redeems it is connected to the server already, or the server
/// wants none, or the process got the authkey from its parent with another proxy.</para>
/// <para><b>Cost.</b> A call to the server for each; none for a named object.</para>
/// </remarks>
/// <example>
/// <code>
/// File.WriteAllText("basket.txt", ProxyTicket.Export(manager.Create(Factories.Basket, "alice")));
/// IBasket same = ProxyTicket.Redeem&lt;IBasket&gt;(File.ReadAllText("basket.txt"));     // in another process
/// </code></example>
public static class ProxyTicket
{
    /// <summary>Has the server keep an object for whoever gets the text.</summary>
    /// <typeparam name="T">The interface, marked with <see cref="SharedAttribute"/>.</typeparam>
    /// <param name="proxy">A proxy; or an object of this process that a server of it hosts, or may, where exactly one listens.</param>
    /// <returns>Letters, digits, '-' and '_'. Whoever has it and the authkey can use the object.</returns>
    /// <exception cref="InvalidOperationException">The object cannot be reached from other processes.</exception>
    /// <exception cref="ObjectDisposedException">The proxy was disposed.</exception>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public static string Export<T>(T proxy)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(proxy);
        return ProxyTransfer.Export(proxy, SharedContract.Of<T>(), TransferScope.Unheld).ToText();
    }

    /// <summary>Gets the object that a text stands for.</summary>
    /// <typeparam name="T">The interface, as it was exported.</typeparam>
    /// <param name="ticket">The text. It may come from anywhere; nothing in it is trusted.</param>
    /// <returns>A proxy; the object itself where it lives in this process.</returns>
    /// <exception cref="InvalidMessageException">The text is no ticket, or one for another type.</exception>
    /// <exception cref="ManagerException">This process is not connected to the server and has no authkey for it, or the server is not there.</exception>
    /// <exception cref="ObjectGoneException">The ticket was redeemed, or is too old.</exception>
    public static T Redeem<T>(string ticket)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return (T)ProxyTransfer.Attach(TransferHandle.ParseText(ticket), SharedContract.Of<T>());
    }
}
