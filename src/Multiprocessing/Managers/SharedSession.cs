using Multiprocessing.Managers;

namespace Multiprocessing;

/// <summary>A client's connection, as the objects see it that the client calls: what they keep for a client they give back when it ends.</summary>
/// <remarks>
/// <para><b>Threads.</b> Used by many at once. <b>Processes.</b> It ends when the client disconnects or dies. <b>Cost.</b> None until it is asked for.</para>
/// </remarks>
/// <example>
/// <code>
/// public void Subscribe(string topic)
/// {
///     SharedSession? session = SharedSession.Current;
///     _topics.Add(topic);
///     session?.Ended.Register(() => _topics.Remove(topic));
/// }
/// </code></example>
public sealed class SharedSession
{
    private static long s_last;

    private readonly Peer _peer;

    internal SharedSession(Peer peer) => _peer = peer;

    /// <summary>The session whose call runs here; null outside of calls.</summary>
    public static SharedSession? Current => ServedCall.Current?.Session;

    /// <summary>A number that no other session of this process has.</summary>
    public long Id { get; } = Interlocked.Increment(ref s_last);

    /// <summary>Who is at the other end: its process and user, and the name and rights of its key.</summary>
    public ClientIdentity Client => _peer.Client;

    /// <summary>Cancelled when the session has ended.</summary>
    public CancellationToken Ended => _peer.Ended;

    /// <summary>Tells its number.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => $"session {Id}{(Ended.IsCancellationRequested ? ", ended" : "")}";
}
