using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Serving;

/// <summary>What a <see cref="ServerLoop"/> looks after: a connection that is served, or one that has yet to prove itself.</summary>
internal interface ILoopConnection
{
    /// <summary>The socket is ready. Called by the thread that runs the loop, and never waits.</summary>
    void OnReady(SocketReadiness readiness);
}
