namespace Multiprocessing.Managers;

/// <summary>The connection as the objects see it that are called over it.</summary>
internal abstract partial class Peer
{
    private SharedSession? _session;

    internal SharedSession Session => LazyInitializer.EnsureInitialized(ref _session, () => new SharedSession(this));
}
