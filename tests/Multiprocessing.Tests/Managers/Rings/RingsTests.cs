using System.Diagnostics;
using Multiprocessing.Managers.Rings;
using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>How a client and a server come to their rings, what goes through them, and what becomes of them.</summary>
public class RingsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_ThatBecomesBusy_GoesOverToRings()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await Manager.ConnectAsync(server.Address, null, new ManagerOptions { AllowSharedMemory = true }, Token);
        IInventory inventory = manager.Get<IInventory>();
        Assert.Equal(0, inventory.Count);
        Assert.False(manager.UsesRings);
        // On a machine that does much else no 64 calls may fall into the time: then the next ones count.
        for (int i = 0; !manager.UsesRings; i++) Assert.Equal(i, inventory.Sum(i));
        Assert.Equal(7, inventory.Sum(3, 4));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Rings_ThatOneSideForbids_LeaveTheSocket(bool atClient, bool atServer)
    {
        using var directory = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(directory.Address("m.sock"), Offers.Add, new ManagerServerOptions { AllowSharedMemory = atServer }, Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, null, new ManagerOptions { AllowSharedMemory = atClient, CallsBeforeRings = 0 }, Token);
        IInventory inventory = manager.Get<IInventory>();
        for (int i = 0; i < 200; i++) Assert.Equal(i, inventory.Sum(i));
        Assert.False(manager.UsesRings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(RingPair.Capacity - 100)]
    [InlineData((RingPair.Capacity * 3) + 7)]
    [InlineData(8 << 20)]
    public async Task Values_LargerThanARing_GoThroughInPieces(int size)
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectOverRingsAsync();
        IInventory inventory = manager.Get<IInventory>();
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        byte[] back = [.. bytes.Reverse()];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(back, inventory.Reverse(bytes));
            Assert.Equal(back, await inventory.ReverseAsync(bytes, Token));
        }
    }

    [Fact]
    public async Task Values_OfManyCallersAtOnce_AllCome()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectOverRingsAsync();
        IInventory inventory = manager.Get<IInventory>("concurrent");
        Task[] callers = [.. Enumerable.Range(0, 8).Select(n => Task.Run(
            async () =>
            {
                byte[] bytes = new byte[700_000];
                Array.Fill(bytes, (byte)n);
                for (int i = 0; i < 5; i++) Assert.Equal(bytes, n % 2 == 0 ? inventory.Reverse(bytes) : await inventory.ReverseAsync(bytes, Token));
            },
            Token))];
        await Task.WhenAll(callers).WaitAsync(s_patience, Token);
    }

    [Theory]
    [InlineData("rings.written:30")]
    [InlineData("rings.published:30")]
    [InlineData("rings.read:30")]
    [InlineData("rings.wake:2")]
    public async Task Server_KilledInTheMidstOfAFrame_FailsTheCallsOfItsClients(string fault)
    {
        await using InventoryServer server = await InventoryServer.StartAsync(fault: fault);
        await using Manager manager = await server.ConnectOverRingsAsync();
        IInventory inventory = manager.Get<IInventory>();
        byte[] bytes = new byte[300_000];
        Task<ConnectionLostException> caller = Task.Run(
            () => Assert.Throws<ConnectionLostException>((Action)(() =>
            {
                while (true) Assert.Equal(bytes, inventory.Reverse(bytes));
            })),
            Token);
        Assert.Equal(server.Address, (await caller.WaitAsync(s_patience, Token)).Address);
        Assert.Equal(0, manager.PendingCalls);
    }

    [Theory]
    [InlineData("rings.written:30")]
    [InlineData("rings.published:30")]
    [InlineData("rings.read:30")]
    [InlineData("rings.wake:2")]
    public async Task Client_KilledInTheMidstOfAFrame_LeavesTheServerToOthers(string fault)
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager other = await server.ConnectOverRingsAsync();
        IInventory inventory = other.Get<IInventory>();
        await using (TestProcess client = TestProcess.Start<UseRingsVerb>(new TestProcessOptions { Fault = fault }, server.Address))
        {
            await client.ExpectAsync("calling", Token);
            await server.AwaitAsync("clients", 1);
        }

        await server.AwaitAsync("baskets", 0);
        Assert.Equal(5, inventory.Sum(2, 3));
    }

    [Fact]
    public async Task Server_WhoseClientsCameAndWent_UsesNoProcessorTime()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager idle = await server.ConnectOverRingsAsync();
        for (int i = 0; i < 3; i++)
        {
            await using Manager manager = await server.ConnectOverRingsAsync();
            IInventory inventory = manager.Get<IInventory>();
            for (int call = 0; call < 200; call++) Assert.Equal(call, inventory.Sum(call));
        }

        Assert.Equal(0, idle.Get<IInventory>().Count);
        using Process process = Process.GetProcessById(server.Process.Id);
        TimeSpan before = process.TotalProcessorTime;
        await Task.Delay(1500, Token);
        process.Refresh();
        // A loop that looked again and again would use all of the time that it got; the runtime's own threads use some.
        Assert.InRange(process.TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task Calls_ThroughRingsAndSocketsInTurn_AreAllAnswered()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager first = await server.ConnectOverRingsAsync();
        await using Manager second = await server.ConnectOverRingsAsync();
        await using Manager third = await Manager.ConnectAsync(server.Address, null, new ManagerOptions { AllowSharedMemory = false }, Token);
        IInventory[] inventories = [first.Get<IInventory>(), second.Get<IInventory>(), third.Get<IInventory>()];
        // The loop sleeps on the rings' words after some calls by rings alone, and is called through the socket then.
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 40; i++) Assert.Equal(i, inventories[round % 2].Sum(i));
            Assert.Equal(round, inventories[2].Sum(round));
            await using Manager late = await server.ConnectAsync();
            Assert.Equal(round, late.Get<IInventory>().Sum(round));
        }
    }

    [Fact]
    public async Task Server_ThatIsIdle_IsWokenByEachWayOfCalling()
    {
        await using InventoryServer server = await InventoryServer.StartAsync();
        await using Manager manager = await server.ConnectOverRingsAsync();
        IInventory inventory = manager.Get<IInventory>();
        for (int i = 0; i < 5; i++)
        {
            await Task.Delay(60, Token);
            Assert.Equal(i, inventory.Sum(i));
            await Task.Delay(60, Token);
            Assert.Equal(0, await inventory.GetCountAsync(Token));
        }
    }
}
