using System.Buffers.Binary;
using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Long frames, whose buffers pass from hand to hand. <see cref="FrameMemoryProof"/> looks on: a buffer that came back too early would be overwritten, one that came back twice ends the test.</summary>
public sealed class LongFrameTests
{
    private const int Size = 300_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_WhoseCallersLeave_ErrorsAndValues_KeepTheirBytesApart()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, cancellationToken: Token);
        await using Manager manager = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = manager.Get<IInventory>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(() => WorkAsync(inventory, worker), Token)));
    }

    [Fact]
    public async Task Connections_ThatEndWithinAFrame_LeaveTheBuffersOfOthersAlone()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, cancellationToken: Token);
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = other.Get<IInventory>();
        byte[] frame = RawClient.Frame(FrameKind.Call, member: 2, id: 1, target: 1UL << 63, body: new byte[Size]);
        for (int round = 0; round < 20; round++)
        {
            using (Socket torn = await RawClient.ProveAsync(server.Address, Environment.ProcessId))
            {
                await torn.SendAsync(RawClient.OpenInventory(), Token);
                await torn.SendAsync(RawClient.DeclareInventory(), Token);
                await torn.SendAsync(frame.AsMemory(0, 1000 + (round * 14_000)), Token);
            }

            string text = new((char)('a' + round), Size);
            inventory.Title = text;
            Assert.Equal(text, inventory.Title);
        }
    }

    [Fact]
    public async Task Frames_ThatAreOnlyAnnounced_CostTheServerNothing()
    {
        const int Clients = 60;
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, cancellationToken: Token);
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        byte[] beginning = RawClient.Frame(FrameKind.Call, member: 2, id: 1, target: 1UL << 63, body: new byte[10_000]);
        BinaryPrimitives.WriteUInt32LittleEndian(beginning, 60_000_000);
        long before = GC.GetTotalAllocatedBytes();
        var hostile = new List<Socket>();
        for (int i = 0; i < Clients; i++)
        {
            hostile.Add(await RawClient.ProveAsync(server.Address, Environment.ProcessId));
            await hostile[^1].SendAsync(beginning, Token);
        }

        // Served after the bytes of all.
        Assert.Equal(0, other.Get<IInventory>().Count);
        // Tests beside this one allocate too: stated were 3.6 GB.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Clients * 60_000_000L / 2);
        foreach (Socket socket in hostile) socket.Dispose();
    }

    [Fact]
    public async Task Call_WhoseListOfReferencesIsNone_LeavesTheTurnOfItsObjectFree()
    {
        using var place = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(place.Address("s"), Offers.Add, cancellationToken: Token);
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        using Socket hostile = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
        await hostile.SendAsync(RawClient.OpenInventory(), Token);
        await hostile.SendAsync(RawClient.DeclareInventory(), Token);
        byte[] call = RawClient.Frame(FrameKind.Call, member: 2, id: 1, target: 1UL << 63, body: [1, 2, 3, 0xFF, 0xFF, 0xFF, 0xFF]);
        call[5] = 4;
        await hostile.SendAsync(call, Token);
        Assert.Equal(0, await RawClient.ReceiveToEndAsync(hostile));
        Assert.Equal(0, other.Get<IInventory>().Count);
    }

    private static async Task WorkAsync(IInventory inventory, int worker)
    {
        string text = new((char)('a' + worker), Size + worker);
        for (int i = 0; i < 10; i++)
        {
            // The message is cut on its way; the argument is not.
            Assert.StartsWith(text[..60_000], Assert.Throws<InvalidOperationException>(() => inventory.Throw("", text)).Message, StringComparison.Ordinal);
            inventory[text] = worker;
            Assert.True(inventory.TryGet(text, out int got));
            Assert.Equal(worker, got);
            Assert.Contains(text, inventory.Skus());
            using var leaving = new CancellationTokenSource();
            Task<bool> taken = inventory.TryTakeAsync(text, int.MaxValue, leaving.Token).AsTask();
            if (i % 2 == 0) await leaving.CancelAsync();
            try
            {
                Assert.False(await taken);
            }
            catch (OperationCanceledException)
            {
                // It was cancelled before its answer.
            }
        }
    }
}
