using Multiprocessing.Managers.Calling;

namespace Multiprocessing;

public sealed partial class Manager
{
    /// <summary>Whether calls go through rings in shared memory now.</summary>
    internal bool UsesRings => _peer is SocketClientPeer { UsesRings: true };
}
