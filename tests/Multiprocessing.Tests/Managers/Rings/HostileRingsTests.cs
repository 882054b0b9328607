using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Rings;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>What a client that has proven itself may do with the memory that it shares with the server: end its own connection at most.</summary>
public class HostileRingsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(1UL << 63)]
    [InlineData(RingPair.Capacity + 1UL)]
    public Task Head_BeyondCapacity_EndsItsConnectionOnly(ulong head) => EndsAloneAsync(client =>
    {
        client.Head = head;
        client.GoOver();
    });

    [Fact]
    public Task Head_ThatGoesBackwards_EndsItsConnectionOnly() => EndsAloneAsync(client =>
    {
        client.Write(RawClient.OpenInventory());
        client.GoOver();
        while (client.Tail != client.Head) Thread.Yield();
        client.Head--;
        client.Ring();
    });

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0)]
    public Task Bytes_ThatAreNoFrame_EndTheirConnectionOnly(byte content) => EndsAloneAsync(client =>
    {
        byte[] bytes = new byte[64];
        Array.Fill(bytes, content);
        client.Write(bytes);
        client.GoOver();
    });

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 40)]
    public Task Tail_BeyondWhatWasWritten_EndsItsConnectionOnly(ulong tail) => EndsAloneAsync(client =>
    {
        client.AnswersTail = tail;
        client.Write([.. RawClient.OpenInventory(), .. RawClient.DeclareInventory()]);
        client.GoOver();
        // Each is answered, until the server looks whether there is room.
        for (ulong id = 1; id < 20_000; id++)
        {
            if (!client.TryWrite(RawClient.Frame(FrameKind.Call, member: 2, id: id, target: 1UL << 63, body: [0xFF, 0xFF, 0xFF, 0x7F, 1, 2]))) break;
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Memory_ThatChangesWhileItIsRead_EndsItsConnectionOnly(int seed) => EndsAloneAsync(client =>
    {
        var random = new Random(seed);
        byte[] call = RawClient.Frame(FrameKind.Call, member: 2, id: 1, target: 1UL << 63, body: [0xFF, 0xFF, 0xFF, 0x7F, 1, 2]);
        client.Write([.. RawClient.OpenInventory(), .. RawClient.DeclareInventory()]);
        client.GoOver();
        // Lengths, kinds and counts change between two looks of the server; its answers are taken unread.
        for (int i = 0; i < 100_000 && client.TryWrite(call); i++)
        {
            client.Scribble(random);
            client.AnswersTail = client.AnswersHead;
        }

        client.Head += RingPair.Capacity + 1UL;
        client.Ring();
    });

    [Fact]
    public Task Rests_ThatAreNone_EndNothing() => AgainstAsync(client =>
    {
        client.Write(RawClient.OpenInventory());
        client.ScribbleRests(77);
        client.GoOver();
        client.Ring();
        client.Write(RawClient.DeclareInventory());
        client.ScribbleRests(uint.MaxValue);
        client.Ring();
        while (client.Tail != client.Head) client.Ring();
    });

    [Theory]
    [InlineData((ushort)RingsWord.Here)]
    [InlineData((ushort)RingsWord.Switch)]
    [InlineData((ushort)RingsWord.No)]
    [InlineData((ushort)77)]
    public async Task Word_OutOfItsTurn_EndsItsConnectionOnly(ushort word)
    {
        using var directory = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(directory.Address("m.sock"), Offers.Add, cancellationToken: Token);
        using Socket proven = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
        await proven.SendAsync(RawClient.Frame(FrameKind.Rings, word), Token);
        Assert.Equal(0, await RawClient.ReceiveToEndAsync(proven));
    }

    private static Task EndsAloneAsync(Action<RawRings> act) => AgainstAsync(client =>
    {
        act(client);
        client.ReceiveToEnd();
    });

    /// <summary>The other client, over rings as well, is undisturbed before, meanwhile and after.</summary>
    private static async Task AgainstAsync(Action<RawRings> act)
    {
        using var directory = new SocketDirectory();
        await using ManagerServer server = await ManagerServer.StartAsync(directory.Address("m.sock"), Offers.Add, cancellationToken: Token);
        await using Manager other = await Manager.ConnectAsync(server.Address, null, new ManagerOptions { AllowSharedMemory = true, CallsBeforeRings = 0 }, Token);
        IInventory inventory = other.Get<IInventory>();
        Assert.Equal(0, inventory.Count);
        Socket proven = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
        Task hostile = Task.Factory.StartNew(
            () =>
            {
                using var client = new RawRings(proven);
                act(client);
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (int i = 0; !hostile.IsCompleted || i < 100; i++) Assert.Equal(i + 1, inventory.Sum(i, 1));
        await hostile;
        Assert.Equal(3, inventory.Sum(1, 2));
        while (server.ClientCount > 1) await Task.Delay(5, Token);
    }
}
