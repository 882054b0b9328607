namespace Multiprocessing.Managers;

/// <summary>The connection as the objects see it that are called over it.</summary>
internal abstract partial class Peer
{
    private SharedSession? _session;

    private readonly Dictionary<string, Hosted> _ofSession = new(StringComparer.Ordinal);

    internal SharedSession Session => LazyInitializer.EnsureInitialized(ref _session, () => new SharedSession(this));

    /// <summary>The object as this session has it: its own, the same until it ends, where it was so registered.</summary>
    private Hosted? OfSession(Hosted? found)
    {
        if (found?.OfSession is not { } make) return found;
        lock (_ofSession)
        {
            if (_ofSession.TryGetValue(found.Name!, out Hosted? own)) return own;
            own = make(Session);
            _ofSession.Add(found.Name!, own);
            Session.Ended.UnsafeRegister(state => CloseOfSession((Hosted)state!), own);
            return own;
        }
    }

    private void CloseOfSession(Hosted own)
    {
        if (own.MadeTarget is { } target) own.Turn.Close(target, Host.Log);
    }
}
