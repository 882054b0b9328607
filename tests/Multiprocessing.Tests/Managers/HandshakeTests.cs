using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

public class HandshakeTests
{
    private static readonly Authkey s_key = InventoryServer.Parse(InventoryServer.Key);

    private static readonly ManagerOptions s_options = new() { AllowPlaintext = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses => ["tcp://127.0.0.1:0", "tcp+plain://127.0.0.1:0"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Client_WithAnotherKey_IsRefused(string address)
    {
        await using ManagerServer server = await StartAsync(address);
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(server.Address, Authkey.Generate(), s_options, Token));
        await using Manager manager = await Manager.ConnectAsync(server.Address, s_key, s_options, Token);
        Assert.Equal(0, manager.Get<IInventory>().Count);
    }

    [Fact]
    public async Task Client_WithAnotherKey_IsRefusedOverAUnixSocket()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("a"), Offers.Add, new ManagerServerOptions { Authkey = s_key }, Token);
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(server.Address, Authkey.Generate(), cancellationToken: Token));
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(server.Address, cancellationToken: Token));
        await using Manager manager = await Manager.ConnectAsync(server.Address, s_key, cancellationToken: Token);
        Assert.Equal(0, manager.Get<IInventory>().Count);
    }

    /// <summary>Somebody without the key stands between a client that has it and a server that has it, and hands every byte on.</summary>
    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Relay_WithoutTheKey_GetsNothing(string address)
    {
        await using ManagerServer server = await StartAsync(address);
        int port = int.Parse(server.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await using var relay = new Relay(listener, () => new IPEndPoint(IPAddress.Loopback, port));
        string false_ = address.Replace(":0", ":" + ((IPEndPoint)listener.LocalEndPoint!).Port, StringComparison.Ordinal);
        if (address.StartsWith("tcp+", StringComparison.Ordinal))
            await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(false_, s_key, s_options, Token));
        else
            await using (Manager manager = await Manager.ConnectAsync(false_, s_key, s_options, Token)) Assert.Equal(0, manager.Get<IInventory>().Count);
        Assert.True(relay.Connections > 0);
    }

    /// <summary>It ends TLS with a certificate of its own, which the client accepts as it would any, and begins it anew towards the server.</summary>
    [Fact]
    public async Task Relay_ThatEndsTls_GetsNothing()
    {
        await using ManagerServer server = await StartAsync("tcp://127.0.0.1:0");
        int port = int.Parse(server.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using X509Certificate2 certificate = ChannelCertificate.Create(TimeProvider.System);
        await using var relay = new Relay(listener, () => new IPEndPoint(IPAddress.Loopback, port), async (stream, isClients) =>
        {
            var secured = new SslStream(stream, leaveInnerStreamOpen: false, (_, theirs, _, _) => isClients || theirs is not null);
            if (isClients) await secured.AuthenticateAsServerAsync(certificate);
            else await secured.AuthenticateAsClientAsync("relay");
            return secured;
        });
        await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}", s_key, s_options, Token));
        Assert.Equal(1, relay.Connections);
        Assert.Equal(0, server.ClientCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Relay_OverUnixSockets_GetsNothing(bool atTheServersPath)
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("server"), Offers.Add, new ManagerServerOptions { Authkey = s_key }, Token);
        string real = place.Path("server");
        string relayed = place.Path("relay");
        if (atTheServersPath)
        {
            File.Move(real, place.Path("moved"));
            (real, relayed) = (place.Path("moved"), real);
        }

        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(relayed));
        listener.Listen();
        await using var relay = new Relay(listener, () => new UnixDomainSocketEndPoint(real));
        // In one process the relay has the server's process id too, so the case at the server's path runs against a server elsewhere.
        if (!atTheServersPath) await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync("unix:" + relayed, s_key, cancellationToken: Token));
        else await RelayBeforeAnotherProcessAsync();
    }

    [Fact]
    public async Task Plaintext_MustBeAllowedOnBothSides()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ManagerServer.StartAsync("tcp+plain://127.0.0.1:0", Offers.Add, new ManagerServerOptions { Authkey = s_key }, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Manager.ConnectAsync("tcp+plain://127.0.0.1:1", s_key, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => ManagerServer.StartAsync("tcp://127.0.0.1:0", Offers.Add, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Manager.ConnectAsync("tcp://127.0.0.1:1", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Manager.ConnectAsync("http://127.0.0.1:1", s_key, cancellationToken: Token));
    }

    [Fact]
    public async Task Strangers_ThatSayNothingOrNonsense_LeaveTheServerServing()
    {
        await using ManagerServer server = await StartAsync("tcp+plain://127.0.0.1:0");
        var end = IPEndPoint.Parse(server.Address.Split("//")[1]);
        var random = new Random(7);
        var strangers = new List<Socket>();
        for (int i = 0; i < Acceptor.HalfOpenMax; i++)
        {
            var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await stranger.ConnectAsync(end, Token);
            byte[] nonsense = new byte[random.Next(0, Handshake.HelloSize * 2)];
            random.NextBytes(nonsense);
            if (i % 2 == 0) await stranger.SendAsync(nonsense, Token);
            strangers.Add(stranger);
        }

        // Those that said nothing are closed by the deadline; until then they take places of this address alone, so the client tries until one is free.
        await using Manager manager = await ConnectSoonAsync(server.Address);
        Assert.Equal(0, manager.Get<IInventory>().Count);
        foreach (Socket stranger in strangers)
        {
            Assert.True(await CountReceivedAsync(stranger) <= Handshake.HelloSize);
            stranger.Dispose();
        }
    }

    private static async Task<int> CountReceivedAsync(Socket stranger)
    {
        byte[] buffer = new byte[1024];
        int count = 0;
        try
        {
            while (await stranger.ReceiveAsync(buffer, Token) is > 0 and int received) count += received;
        }
        catch (SocketException)
        {
            // Reset: the server closed it with bytes unread.
        }

        return count;
    }

    private static async Task<Manager> ConnectSoonAsync(string address)
    {
        while (true)
        {
            try
            {
                return await Manager.ConnectAsync(address, s_key, s_options, Token);
            }
            catch (ManagerException)
            {
                await Task.Delay(100, Token);
            }
        }
    }

    private static async Task RelayBeforeAnotherProcessAsync()
    {
        await using InventoryServer server = await InventoryServer.StartAsync(null, InventoryServer.Key);
        string path = server.Address["unix:".Length..];
        File.Move(path, path + "-moved");
        using (var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            await using var relay = new Relay(listener, () => new UnixDomainSocketEndPoint(path + "-moved"));
            await Assert.ThrowsAsync<ManagerAuthenticationException>(() => server.ConnectAsync());
            Assert.True(relay.Connections > 0);
        }
    }

    private static Task<ManagerServer> StartAsync(string address) =>
        ManagerServer.StartAsync(address, Offers.Add, new ManagerServerOptions { Authkey = s_key, AllowPlaintext = true }, Token);
}
