using System.Buffers.Binary;
using System.Net.Sockets;
using Multiprocessing.Managers;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>A client that has proven itself and then sends whatever bytes it likes.</summary>
internal static class RawClient
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static byte[] Frame(FrameKind kind, ushort member = 0, ulong id = 0, ulong target = 0, byte[]? body = null)
    {
        byte[] frame = [.. new byte[FrameHeader.SizeMin], .. body ?? []];
        new FrameHeader(kind, member, id, target).Write(frame);
        return frame;
    }

    /// <summary>Connects to a unix socket.</summary>
    internal static async Task<Socket> ConnectAsync(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(ManagerAddress.Parse(address).Path), Token);
        return socket;
    }

    /// <summary>Connects to a unix socket, and proves itself.</summary>
    internal static async Task<Socket> ProveAsync(string address, int serverProcess)
    {
        Socket socket = await ConnectAsync(address);
        using var stream = new NetworkStream(socket, ownsSocket: false);
        await Handshake.ConnectAsync(stream, new HandshakeChannel("unix:" + ManagerAddress.Parse(address).Path, serverProcess, Environment.ProcessId), null, address, Token);
        return socket;
    }

    /// <summary>Says the members' hashes of the inventory: 2 is Add.</summary>
    internal static byte[] DeclareInventory()
    {
        byte[] body = [0, 0, 0, 0, 25, 0, 0, 0, .. new byte[24]];
        SharedContract contract = SharedContract.Of<IInventory>();
        int[] members = [0, 1, contract.Members.ToList().FindIndex(static member => member.StartsWith("Add(System.String", StringComparison.Ordinal))];
        for (int i = 0; i < members.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(8 + (i * 8)), contract.Hashes[members[i]]);
        return Frame(FrameKind.Declare, body: body);
    }

    /// <summary>Opens the inventory as the object 1 of the client.</summary>
    internal static byte[] OpenInventory() => Frame(FrameKind.Open, id: 1UL << 63, body: [10, 0, 0, 0, .. "Inventory"u8, 0, 0, 0, 0]);

    /// <summary>Receives until the other side closes it; how many bytes came.</summary>
    internal static async Task<int> ReceiveToEndAsync(Socket socket)
    {
        byte[] buffer = new byte[4096];
        int received = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer, Token) is > 0 and int count) received += count;
        }
        catch (SocketException)
        {
            // Reset: closed with bytes unread, which is an end too.
        }

        return received;
    }
}
