using System.Net.Sockets;
using Multiprocessing.Managers;

namespace Multiprocessing.Fuzz;

/// <summary>What a server hears of a client that has proven itself, and has named an object and its members.</summary>
internal sealed class FramesTarget : ServerTarget
{
    /// <summary>The number that the client gives to the object.</summary>
    internal const ulong Depot = 1UL << 63;

    private readonly byte[] _opening = [.. Open(), .. Declare()];

    protected override void Begin(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: false);
        var channel = new HandshakeChannel("unix:" + Path, Environment.ProcessId, Environment.ProcessId);
        Handshake.ConnectAsync(stream, channel, null, "unix:" + Path, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        socket.Send(_opening);
    }

    internal override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        yield return ("get", Call("get_Count"));
        yield return ("set", Call("set_Count", static frame => frame.Write(5)));
        yield return ("indexer", [.. Call("set_Item", static frame => Write(frame, "key", "value")), .. Call("get_Item", static frame => frame.Write("key"))]);
        yield return ("add", Call("Add", static frame => Write(frame, 3L, 0.5)));
        yield return ("exchange", Call("ExchangeAsync", static frame => frame.Write(Parcel.Example)));
        yield return ("sort", Call("Sort", static frame => Write(frame, (int[])[3, 1, 2], 0)));
        yield return ("inner", [.. Call("Inner", static frame => frame.Write((byte)0)), .. Bare(FrameKind.Release, [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])]);
        yield return ("listed", Call("Inner", static frame =>
        {
            frame.NoteExport(3);
            frame.WriteRaw([1, 3, 0, 0, 0, 0, 0, 0, 0]);
        }));
        yield return ("cancel", [.. Call("ExchangeAsync", static frame => frame.Write<Parcel?>(null)), .. Bare(FrameKind.Cancel, [], id: 1)]);
        yield return ("ping", Bare(FrameKind.Ping, []));
        yield return ("post", Call("set_Count", static frame => frame.Write(5), FrameKind.Post));
    }

    private static void Write<T1, T2>(CallWriter frame, T1 first, T2 second)
    {
        frame.Write(first);
        frame.Write(second);
    }

    private static byte[] Call(string member, Action<CallWriter>? arguments = null, FrameKind kind = FrameKind.Call)
    {
        int number = SharedContract.Of<IDepot>().Members.ToList().FindIndex(one => one.StartsWith(member + "(", StringComparison.Ordinal));
        if (number < 0) throw new InvalidOperationException($"The interface has no member '{member}'.");
        CallWriter frame = CallWriter.Rent(null, new FrameHeader(kind, (ushort)number, kind == FrameKind.Post ? 0u : 1u, Depot));
        arguments?.Invoke(frame);
        return frame.Finish().ToArray();
    }

    private static byte[] Bare(FrameKind kind, ReadOnlySpan<byte> body, ulong id = 0)
    {
        byte[] frame = [.. new byte[FrameHeader.SizeMin], .. body];
        new FrameHeader(kind, 0, id, 0).Write(frame);
        return frame;
    }

    private static byte[] Open()
    {
        CallWriter frame = CallWriter.Rent(null, new FrameHeader(FrameKind.Open, 0, Depot, 0));
        frame.Write("depot");
        frame.Write(SharedContract.Of<IDepot>().TypeName);
        return frame.Finish().ToArray();
    }

    private static byte[] Declare()
    {
        SharedContract contract = SharedContract.Of<IDepot>();
        CallWriter frame = CallWriter.Rent(null, new FrameHeader(FrameKind.Declare, 0, 0, 0));
        frame.Write(contract.TypeName);
        frame.Write((ulong[])[.. contract.Hashes]);
        return frame.Finish().ToArray();
    }
}
