using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>What a client that has proven itself may send, and what becomes of it: its own connection at most.</summary>
public class HostileFrameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<byte[]> Broken =>
    [
        new byte[4],
        new byte[] { 0xFF, 0xFF, 0xFF, 0xFF },
        RawClient.Frame(FrameKind.None),
        RawClient.Frame((FrameKind)200),
        RawClient.Frame(FrameKind.Result, id: 7),
        RawClient.Frame(FrameKind.Call, member: 0, id: 1, target: 1),
        RawClient.Frame(FrameKind.Release, body: [1, 2, 3]),
        RawClient.Frame(FrameKind.Open, id: 5, body: [0, 0, 0, 0, 0, 0, 0, 0]),
        RawClient.Frame(FrameKind.Declare, member: 9, body: [0, 0, 0, 0, 0, 0, 0, 0]),
        RawClient.Frame(FrameKind.Declare, body: [0xFF, 0xFF, 0xFF, 0xFF]),
        RawClient.Frame(FrameKind.Create, id: 1, body: [1]),
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Frame_ThatBreaksTheProtocol_EndsItsConnectionOnly(byte[] bytes)
    {
        await using ManagerServer server = await StartAsync();
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        using Socket hostile = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
        await hostile.SendAsync(bytes, Token);
        Assert.Equal(0, await RawClient.ReceiveToEndAsync(hostile));
        Assert.Equal(0, other.Get<IInventory>().Count);
    }

    [Fact]
    public async Task Bytes_AtRandom_EndTheirConnectionAtMost()
    {
        await using ManagerServer server = await StartAsync();
        await using Manager other = await Manager.ConnectAsync(server.Address, cancellationToken: Token);
        IInventory inventory = other.Get<IInventory>();
        var random = new Random(4711);
        for (int round = 0; round < 100; round++)
        {
            using Socket hostile = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
            byte[] declare = RawClient.DeclareInventory();
            await hostile.SendAsync(declare, Token);
            for (int i = 0; i < 20; i++)
            {
                byte[] body = new byte[random.Next(40)];
                random.NextBytes(body);
                byte[] frame = RawClient.Frame((FrameKind)random.Next(0, 15), (ushort)random.Next(0, 4), (ulong)random.Next(0, 5), random.Next(2) == 0 ? 1UL << 63 : (ulong)random.Next(0, 4), body);
                if (random.Next(8) == 0) frame[random.Next(frame.Length)] ^= (byte)random.Next(256);
                try
                {
                    await hostile.SendAsync(frame, Token);
                }
                catch (SocketException)
                {
                    // The server has closed it.
                    break;
                }
            }

            Assert.Equal(0, inventory.Count);
        }
    }

    [Fact]
    public async Task Arguments_ThatCannotBeRead_FailTheCallOnly()
    {
        await using ManagerServer server = await StartAsync();
        using Socket hostile = await RawClient.ProveAsync(server.Address, Environment.ProcessId);
        await hostile.SendAsync(RawClient.OpenInventory(), Token);
        await hostile.SendAsync(RawClient.DeclareInventory(), Token);
        for (ulong id = 1; id <= 3; id++)
        {
            await hostile.SendAsync(RawClient.Frame(FrameKind.Call, member: 2, id: id, target: 1UL << 63, body: [0xFF, 0xFF, 0xFF, 0x7F, 1, 2]), Token);
            byte[] header = new byte[FrameHeader.SizeMin];
            await ReceiveAllAsync(hostile, header);
            FrameHeader answer = FrameHeader.Read(header);
            Assert.Equal((FrameKind.Failure, (ushort)FailureKind.ArgumentsUnreadable, id), (answer.Kind, answer.Member, answer.Id));
            await ReceiveAllAsync(hostile, new byte[FrameHeader.LengthOf(header) + FrameHeader.LengthSize - FrameHeader.SizeMin]);
        }
    }

    private static async Task<ManagerServer> StartAsync() => await ManagerServer.StartAsync("unix:" + Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")[..12]), Offers.Add, cancellationToken: Token);

    private static async Task ReceiveAllAsync(Socket socket, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int count = await socket.ReceiveAsync(buffer, Token);
            Assert.NotEqual(0, count);
            buffer = buffer[count..];
        }
    }
}
