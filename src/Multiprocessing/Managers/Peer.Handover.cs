using System.Buffers;
using System.Buffers.Binary;
using Multiprocessing.Managers.Handover;
using Multiprocessing.Serialization;

namespace Multiprocessing.Managers;

/// <summary>Objects of third processes in calls: a reference by way of this process, and beside it the name or ticket by which the receiver reaches the object itself, where it can.</summary>
internal abstract partial class Peer
{
    private const byte ThirdTag = 3;

    // A receiver that goes on by way of this process needs no more of them.
    private const int TicketsOfRelayMax = 8;

    /// <summary>Writes a reference to the object of a proxy of another connection. Its calls go through this process, until the receiver finds the way without.</summary>
    private void WriteRelayed(CallWriter writer, SharedProxy proxy, SharedContract contract)
    {
        ObjectDisposedException.ThrowIf(proxy.IsReleased, proxy);
        Hosted relay = Host.Hold(proxy, contract, turn: null);
        ProxyHandle? direct = null;
        Guid? ticket = null;
        try
        {
            if (relay.UnheldCount < TicketsOfRelayMax) direct = ProxyTransfer.TryExport(proxy, contract, out ticket);
            // When the receiver has chosen its way, or has gone, nobody needs the ticket.
            if (ticket is { } issued) relay.WhenUnheld(() => DropTicket(proxy.Target.Peer, issued));
        }
        catch
        {
            Host.Unhold(relay);
            throw;
        }

        ulong id = AddExport(relay);
        writer.NoteExport(id);
        WriteTagged(writer, direct is null ? GiverTag : ThirdTag, id);
        if (direct is { } handle) WriteHandle(writer, handle);
    }

    /// <summary>Reads the rest of a reference to an object of a third process.</summary>
    private object ReadRelayed(CallReader reader, SharedContract contract, ulong id)
    {
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(reader.Take(sizeof(ushort)));
        var handle = ProxyHandle.Of(TransferHandle.Parse(reader.Take(size)));
        if (ProxyTransfer.TryAttach(handle, contract) is { } direct)
        {
            ReleaseUnread(id);
            return direct;
        }

        return ImportReceived(contract, id);
    }

    private static void WriteHandle(CallWriter writer, in ProxyHandle handle)
    {
        ArrayBufferWriter<byte> bytes = new();
        handle.ToTransfer(hold: null, authkey: null).WriteTo(bytes);
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)bytes.WrittenCount);
        writer.WriteRaw(size);
        writer.WriteRaw(bytes.WrittenSpan);
    }

    private static void DropTicket(Peer peer, Guid ticket) => ThreadPool.UnsafeQueueUserWorkItem(
        static async dropped =>
        {
            try
            {
                await ProxyTransfer.OfficeOf(dropped.Peer).DropAsync(dropped.Ticket).ConfigureAwait(false);
            }
            catch (Exception e) when (e is MultiprocessingException or ObjectDisposedException or TimeoutException)
            {
                // The server is gone, and the ticket with it, or does not answer: then it ends by its age.
            }
        },
        (Peer: peer, Ticket: ticket),
        preferLocal: false);
}
