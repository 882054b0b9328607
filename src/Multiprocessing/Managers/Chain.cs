namespace Multiprocessing.Managers;

/// <summary>
/// Calls that wait for each other: a call on an object, the calls that its member makes, the calls that those make, and so on through all processes. An object that waits,
/// in its turn, for such a call lets the others of the chain in: without that they would wait for each other for ever.
/// </summary>
/// <remarks>
/// <para>A chain is an object in each process that it passes through, and a number on each connection that it passes over. The end whose call is the first of the chain on a connection
/// chooses the number (<see cref="Peer"/>, "Chains"). The numbers of one connection mean nothing on another, so a process can name only chains that truly passed through it.</para>
/// <para>Compared by identity.</para>
/// </remarks>
internal sealed class Chain
{
    private readonly List<(Peer Peer, ulong Number)> _numbers = [];

    /// <summary>The chain's number on a connection; it gets one the first time.</summary>
    internal ulong NumberOn(Peer peer)
    {
        lock (_numbers)
        {
            foreach ((Peer known, ulong number) in _numbers)
            {
                if (ReferenceEquals(known, peer)) return number;
            }

            ulong issued = peer.IssueChainNumber();
            _numbers.Add((peer, issued));
            return issued;
        }
    }

    /// <summary>Notes the number that the other end of a connection chose. Called before anybody else knows the chain.</summary>
    internal void Note(Peer peer, ulong number) => _numbers.Add((peer, number));
}
