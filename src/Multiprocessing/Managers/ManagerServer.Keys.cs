using Multiprocessing.Managers;
using Multiprocessing.Managers.Access;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing;

public sealed partial class ManagerServer
{
    private volatile bool _endsOutdated;

    /// <summary>Replaces the keys that clients may prove, the one without a name (<see cref="ManagerServerOptions.Authkey"/>) too, if there is one.</summary>
    /// <param name="keys">The keys from now on; 1 to 64. To replace one without a break, give the old and the new one under the same name first, and the new one alone when all clients have it.</param>
    /// <param name="disconnect">Whether connections end whose key is no longer among them with the same name and rights. Else they go on as they are, and only new ones need a new key.</param>
    /// <returns>How many connections were ended.</returns>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    /// <exception cref="InvalidOperationException">The server was started without a key.</exception>
    public int ReplaceKeys(IReadOnlyList<AccessKey> keys, bool disconnect = false)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0) throw Errors.NoKeysLeft(Address);
        if (_acceptor is null || _acceptor.Keys.IsEmpty) throw Errors.KeysNeverAsked(Address);
        var set = KeySet.Of(null, keys);
        _acceptor.Keys = set;
        _endsOutdated = disconnect;
        Peer[] gone = disconnect ? [.. Peers().Where(peer => !set.Contains(peer.Client))] : [];
        foreach (Peer peer in gone) peer.Dispose();
        ManagerLog.KeysReplaced(_log, Address, keys.Count, gone.Length);
        return gone.Length;
    }

    /// <summary>A client that proved a key while that was replaced, and was not among those whose connections were ended.</summary>
    private bool IsOutdated(ClientIdentity client) => _endsOutdated && !_acceptor!.Keys.Contains(client);
}
