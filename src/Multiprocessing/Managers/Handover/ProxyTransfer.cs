using System.Buffers.Text;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Handover;

/// <summary>Proxies in messages between processes: out of one, by name or ticket, and into another.</summary>
internal static class ProxyTransfer
{
    /// <summary>Writes what stands for an object in a message.</summary>
    /// <exception cref="ArgumentException">It lives in this process, and no server of this process makes it reachable.</exception>
    internal static TransferHandle Export(object shared, SharedContract contract, TransferScope scope)
    {
        object target = contract.Face is null ? shared : contract.Face.Unwrap(shared);
        if (target is not SharedProxy proxy) return ExportOwn(target, contract, scope);
        ObjectDisposedException.ThrowIf(proxy.IsReleased, proxy);
        Peer peer = proxy.Target.Peer;
        // An object of a client goes by way of the server.
        if (peer.Client.Number != 0) return ExportOwn(proxy, contract, scope);
        if (!ServerDirectory.TryFind(peer, out Authkey? authkey)) throw Errors.ProxyOfThisProcess(proxy.ToString());
        string? key = scope.IsPrivate && authkey is not null ? Base64Url.EncodeToString(authkey.Bytes) : null;
        if (proxy.Target.Name is { } name)
        {
            return new ProxyHandle(peer.Address, name, default, authkey is not null).ToTransfer(null, key);
        }

        string? hold = scope.HoldToken(out string? token);
        Guid ticket = OfficeOf(peer).Issue(ItemOf(proxy, contract), token);
        GC.KeepAlive(shared);
        return new ProxyHandle(peer.Address, null, ticket, authkey is not null).ToTransfer(hold, key);
    }

    /// <summary>What stands for a proxy in a call to another server; null where its object is reached only by way of this process.</summary>
    /// <param name="ticket">The ticket, to be dropped when the receiver has read the call; null for none.</param>
    internal static ProxyHandle? TryExport(SharedProxy proxy, SharedContract contract, out Guid? ticket)
    {
        ticket = null;
        Peer peer = proxy.Target.Peer;
        if (peer.Client.Number != 0 || !ServerDirectory.TryFind(peer, out Authkey? authkey)) return null;
        // What is behind a ready-made object's name is asked for with its types, which are not in a call.
        if (proxy.Target.Name is { } name && proxy.Target.SeenAs.Face is null) return new ProxyHandle(peer.Address, name, default, authkey is not null);
        ticket = OfficeOf(peer).Issue(ItemOf(proxy, contract), null);
        GC.KeepAlive(proxy);
        return new ProxyHandle(peer.Address, null, ticket.Value, authkey is not null);
    }

    /// <summary>The object that a handle in a message stands for: its proxy, or itself where it lives in this process.</summary>
    /// <exception cref="InvalidMessageException">The handle is none, or its object of another type.</exception>
    /// <exception cref="ManagerException">This process cannot reach the server.</exception>
    /// <exception cref="ObjectGoneException">The server does not have it any more.</exception>
    internal static object Attach(in TransferHandle handle, SharedContract contract)
    {
        var found = ProxyHandle.Of(handle);
        if (handle.Companion is { } key) ServerDirectory.Give(found.Address, Authkey.FromBytes(Base64Url.DecodeFromChars(key)));
        object? target = AttachHere(found, contract) ?? AttachAt(ServerDirectory.Reach(found), found, contract);
        return contract.Face is null ? target : contract.Face.Of(target, contract);
    }

    /// <summary>The object, if this process has it or is connected to its server; else null.</summary>
    internal static object? TryAttach(in ProxyHandle handle, SharedContract contract)
    {
        try
        {
            return AttachHere(handle, contract) ?? (ServerDirectory.Connected(handle.Address) is { } peer ? AttachAt(peer, handle, contract) : null);
        }
        catch (Exception e) when (e is ManagerException or ObjectGoneException or ConnectionLostException or RemoteException or TimeoutException)
        {
            // There is another way to the object: through the process that gave it.
            return null;
        }
    }

    /// <summary>The client's side of a server's tickets.</summary>
    internal static ITicketOffice OfficeOf(Peer peer) => (ITicketOffice)peer.OpenNamed(TicketOffice.ReservedName, SharedContract.Of<ITicketOffice>());

    private static TransferHandle ExportOwn(object target, SharedContract contract, TransferScope scope)
    {
        (ManagerServer Server, ObjectHost Host)? found = target is SharedProxy proxy ? ServerDirectory.ServerOf(proxy.Target.Peer) : ServerDirectory.ServerFor(target);
        if (found is not { } own) throw Errors.ObjectNotReachable(target.GetType());
        string? hold = scope.HoldToken(out string? token);
        Guid ticket = own.Host.Tickets!.Issue(ItemOf(target, contract), token);
        string? key = scope.IsPrivate && own.Server.Authkey is { } authkey ? Base64Url.EncodeToString(authkey.Bytes) : null;
        return new ProxyHandle(own.Server.Address, null, ticket, own.Server.WantsAuthkey).ToTransfer(hold, key);
    }

    private static object? AttachHere(in ProxyHandle handle, SharedContract contract)
    {
        if (ServerDirectory.HostAt(handle.Address) is not { } host) return null;
        if (handle.Name is not { } name) return Checked(host.Tickets!.Redeem(handle.Ticket).References[0].Target, contract);
        Hosted hosted = host.FindNamed(name, contract.TypeName, mayMake: false) ?? throw Errors.ObjectUnknown($"{contract.Type.Name} '{name}' at {handle.Address}", string.Join('\n', host.Names));
        // An object of each session is none of this process, which has no session with itself.
        return hosted.OfSession is null ? Checked(hosted.Target, contract) : null;
    }

    private static object AttachAt(Peer peer, in ProxyHandle handle, SharedContract contract)
    {
        if (handle.Name is { } name) return peer.OpenNamed(name, contract);
        Item item = OfficeOf(peer).Redeem(handle.Ticket);
        return Checked(item.References is [var only] ? only.Target : null, contract);
    }

    private static object Checked(object? target, SharedContract contract)
    {
        if (target is null) throw Errors.HandleDamaged("its ticket is for nothing");
        return contract.Inner.Type.IsInstanceOfType(target) ? target : throw Errors.ReferenceOfOtherType(target.GetType(), contract.Type);
    }

    private static Item ItemOf(object target, SharedContract contract) => new([], [new Reference(target, contract.Inner)]);
}
