using Multiprocessing.Managers.Calling;

namespace Multiprocessing.Managers.Sessions;

/// <summary>A call whose caller has left before the answer: what is needed to undo it.</summary>
/// <param name="Proxy">The proxy that it was called on; null where nothing but its references is to be undone.</param>
/// <param name="Undo">The member that undoes it, by its number on the connection.</param>
internal readonly record struct LateCall(SharedProxy? Proxy, ushort Undo)
{
    internal static LateCall Of(PendingCall call)
    {
        if (call.Proxy is not { } proxy) return default;
        // Declared by the call itself, so this asks nobody.
        int first = proxy.Target.Peer.Declare(proxy.Target.Contract);
        int undo = proxy.Target.Contract.UndoOf(call.Header.Member - first);
        return undo < 0 ? default : new LateCall(proxy, (ushort)(first + undo));
    }
}
