using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Connections that want to bring a server down by being slow, many, wrong or greedy: the others go on, and its memory has bounds.</summary>
public sealed class HostileConnectionTests(ITestOutputHelper output)
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>What a server may grow by whatever is done to it: the bounds of one connection, and what the collector has not looked at yet.</summary>
    private const int MegabytesMax = 192;

    private static readonly Authkey s_key = InventoryServer.Parse(InventoryServer.Key);

    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strangers_WithAByteASecond_AreClosedAtTheDeadline()
    {
        int count = TestRun.IsLong ? Acceptor.HalfOpenMax : 16;
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager other = await server.ConnectAsync();
        await using var others = new Others(other);
        Task<int>[] strangers = [.. Enumerable.Range(0, count).Select(_ => DripAsync(server.Address))];
        // Whoever proves itself at once gets its turn between them.
        if (count < Acceptor.HalfOpenMax) await (await server.ConnectAsync()).DisposeAsync();
        int[] sent = await Task.WhenAll(strangers);
        Assert.All(sent, static bytes => Assert.InRange(bytes, 3, Handshake.HelloSize - 1));
        output.WriteLine($"{count} strangers had sent {sent.Min()} to {sent.Max()} bytes when they were closed; another client made {await others.EndAsync()} calls meanwhile");
        await using Manager late = await server.ConnectAsync();
        Assert.Equal(0, late.Get<IInventory>().Count);
    }

    [Fact]
    public async Task Strangers_ThatSayNothing_TakePlacesOfTheirAddressOnly()
    {
        const int More = 8;
        int addresses = TestRun.IsLong ? 157 : 8;
        await using InventoryServer server = await InventoryServer.StartAsync("tcp+plain://127.0.0.1:0", InventoryServer.Key);
        var end = IPEndPoint.Parse(server.Address.Split("//")[1]);
        await using Manager other = await server.ConnectAsync();
        await using var others = new Others(other);
        int descriptors = await server.AskAsync("descriptors");
        int megabytes = ResidentMegabytes(server.Process.Id);
        var strangers = new List<Socket>();
        try
        {
            for (int address = 0; address < addresses; address++)
            {
                for (int i = 0; i < Acceptor.HalfOpenMax + More; i++) strangers.Add(await ConnectFromAsync(new IPAddress([127, 0, 1, (byte)(address + 1)]), end));
            }

            // Another address has its own places.
            await using (Manager late = await server.ConnectAsync()) Assert.Equal(0, late.Get<IInventory>().Count);
            int open = await server.AskAsync("descriptors") - descriptors;
            int grown = ResidentMegabytes(server.Process.Id) - megabytes;
            Assert.InRange(open, 0, (addresses * Acceptor.HalfOpenMax) + 16);
            Assert.InRange(grown, int.MinValue, MegabytesMax);
            int[] received = await Task.WhenAll(strangers.Select(RawClient.ReceiveToEndAsync));
            Assert.All(received, static bytes => Assert.InRange(bytes, 0, Handshake.HelloSize));
            while (await server.AskAsync("descriptors") > descriptors + 8) await Task.Delay(50, Token);
            output.WriteLine($"{strangers.Count} strangers, {open} descriptors more at the server while they said nothing, {grown} MB more memory; another client made {await others.EndAsync()} calls meanwhile");
        }
        finally
        {
            foreach (Socket stranger in strangers) stranger.Dispose();
        }
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("tls")]
    public async Task Clients_WithWrongKeys_AreRefusedOneAndAll(string transport)
    {
        int count = TestRun.IsLong ? 2000 : 60;
        using var place = new SocketDirectory();
        await using InventoryServer server = await InventoryServer.StartAsync(transport == "unix" ? place.Address("s") : "tcp://127.0.0.1:0", InventoryServer.Key);
        await using Manager other = await server.ConnectAsync();
        await using var others = new Others(other);
        int descriptors = await server.AskAsync("descriptors");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (_, token) =>
            await Assert.ThrowsAsync<ManagerAuthenticationException>(() => Manager.ConnectAsync(server.Address, Authkey.Generate(), new ManagerOptions { ConnectTimeout = TimeSpan.FromSeconds(60) }, token)));
        await server.AwaitAsync("clients", 1);
        while (await server.AskAsync("descriptors") > descriptors + 8) await Task.Delay(50, Token);
        output.WriteLine($"{count} refused; another client made {await others.EndAsync()} calls meanwhile");
        await using Manager late = await server.ConnectAsync();
        Assert.Equal(0, late.Get<IInventory>().Count);
    }

    [Fact]
    public async Task Clients_ThatAnnounceLargeFramesAndSendLittle_TakeLittleMemory()
    {
        int count = TestRun.IsLong ? 1000 : 100;
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager other = await server.ConnectAsync();
        await using var others = new Others(other);
        int megabytes = ResidentMegabytes(server.Process.Id);
        var hostile = new List<Socket>();
        try
        {
            byte[] frame = RawClient.Frame(FrameKind.Call, id: 1, target: 1UL << 63, body: new byte[64]);
            BitConverter.TryWriteBytes(frame, 60 * Megabyte);
            for (int i = 0; i < count; i++)
            {
                Socket socket = await RawClient.ProveAsync(server.Address, server.Process.Id);
                hostile.Add(socket);
                await socket.SendAsync(frame, Token);
            }

            await server.AwaitAsync("clients", count + 1);
            int grown = ResidentMegabytes(server.Process.Id) - megabytes;
            output.WriteLine($"{count} clients have announced {count * 60} MB: {grown} MB more memory; another client made {await others.EndAsync()} calls meanwhile");
            Assert.InRange(grown, int.MinValue, MegabytesMax);
        }
        finally
        {
            foreach (Socket socket in hostile) socket.Dispose();
        }

        await server.AwaitAsync("clients", 1);
    }

    /// <summary>It asks and asks, and takes no answer: the server stops reading it.</summary>
    [Theory]
    [InlineData("pings")]
    [InlineData("calls that fail")]
    [InlineData("large results")]
    public async Task Client_ThatTakesNoAnswers_IsNotReadOn(string what)
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager other = await server.ConnectAsync();
        await using var others = new Others(other);
        int megabytes = ResidentMegabytes(server.Process.Id);
        using Socket hostile = await RawClient.ProveAsync(server.Address, server.Process.Id);
        ulong id = 0;
        long sent = 0;
        bool isStalled = false;
        await hostile.SendAsync(Opening(), Token);
        while (!isStalled && sent < 2048L * Megabyte)
        {
            byte[] batch = Batch(what, ref id);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
            limit.CancelAfter(s_stalled);
            try
            {
                sent += await hostile.SendAsync(batch, limit.Token);
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                isStalled = true;
            }
        }

        int grown = ResidentMegabytes(server.Process.Id) - megabytes;
        output.WriteLine($"{what}: not read on after {sent / Megabyte} MB, {grown} MB more memory; another client made {await others.EndAsync()} calls meanwhile");
        Assert.True(isStalled, $"{sent} bytes were taken, and none of the answers.");
        Assert.InRange(grown, int.MinValue, MegabytesMax);
        Assert.Equal(0, other.Get<IInventory>().Count);
        hostile.Dispose();
        await server.AwaitAsync("clients", 1);
    }

    /// <summary>Opens the inventory for many calls at once, and numbers its member that reverses bytes.</summary>
    private static byte[] Opening()
    {
        SharedContract contract = SharedContract.Of<IInventory>();
        ulong reverse = contract.Hashes[contract.Members.ToList().FindIndex(static member => member.StartsWith("Reverse(", StringComparison.Ordinal))];
        return
        [
            .. RawClient.Frame(FrameKind.Open, id: 1UL << 63, body: [11, 0, 0, 0, .. "concurrent"u8, 0, 0, 0, 0]),
            .. RawClient.Frame(FrameKind.Declare, body: [0, 0, 0, 0, 9, 0, 0, 0, .. BitConverter.GetBytes(reverse)]),
        ];
    }

    private static byte[] Batch(string what, ref ulong id)
    {
        const int Large = 64 * 1024;
        const int Count = 200;
        using var batch = new MemoryStream();
        int count = what == "large results" ? 4 : Count;
        for (int i = 0; i < count; i++)
        {
            id++;
            batch.Write(what switch
            {
                "pings" => RawClient.Frame(FrameKind.Ping, id: id),
                "calls that fail" => RawClient.Frame(FrameKind.Call, id: id, target: 99),
                _ => RawClient.Frame(FrameKind.Call, id: id, target: 1UL << 63, body: [.. BitConverter.GetBytes(Large + 1), .. new byte[Large]]),
            });
        }

        return batch.ToArray();
    }

    /// <summary>A byte a second, until the server has had enough; how many it sent.</summary>
    private static async Task<int> DripAsync(string address)
    {
        using Socket socket = await RawClient.ConnectAsync(address);
        Task<int> closed = RawClient.ReceiveToEndAsync(socket);
        int sent = 0;
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                await socket.SendAsync(new byte[1], Token);
                sent++;
                await clock.WaitForNextTickAsync(Token);
            }
            while (!closed.IsCompleted);
        }
        catch (SocketException)
        {
            // It was closed between two bytes.
        }

        Assert.Equal(0, await closed);
        return sent;
    }

    private static async Task<Socket> ConnectFromAsync(IPAddress address, IPEndPoint end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        await socket.ConnectAsync(end, Token);
        return socket;
    }

    private static int ResidentMegabytes(int processId)
    {
        string line = File.ReadLines($"/proc/{processId}/status").First(static one => one.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>A client that minds its own business all the while.</summary>
    private sealed class Others : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        private readonly Task<int> _calling;

        internal Others(Manager manager) => _calling = CallAsync(manager.Get<IInventory>(), _end.Token);

        /// <summary>Ends it: how many calls it made, each of them answered.</summary>
        internal async Task<int> EndAsync()
        {
            await _end.CancelAsync();
            int calls = await _calling;
            Assert.True(calls > 0, "It made no call.");
            return calls;
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _calling;
            _end.Dispose();
        }

        private static async Task<int> CallAsync(IInventory inventory, CancellationToken end)
        {
            int calls = 0;
            while (!end.IsCancellationRequested)
            {
                Assert.Equal(0, await inventory.GetCountAsync(Token));
                calls++;
                await Task.Delay(5, Token);
            }

            return calls;
        }
    }
}
