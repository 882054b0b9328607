namespace Multiprocessing.Managers;

/// <summary>
/// The chains that pass over this connection, by number. A number is known while a call with it is under way, in either direction.
/// </summary>
/// <remarks>
/// <para>Numbers are never used twice. The highest bit tells who chose one: 0 the end itself, 1 the other end; it is turned over on the way.</para>
/// <para>A number of ours that is not known names a chain whose calls have ended: the call that names it waits for nobody here, hence gets a chain of its own and no turn but its own. So what the
/// other end writes gives it no right that it has not got from a call of ours which still waits for it.</para>
/// </remarks>
internal abstract partial class Peer
{
    private const ulong OthersBit = 1UL << 63;

    private readonly Dictionary<ulong, (Chain Chain, int Calls)> _chains = [];
    private ulong _lastChain;

    /// <summary>Chains of which a call is under way on this connection.</summary>
    internal int ChainCount
    {
        get
        {
            lock (_chains) return _chains.Count;
        }
    }

    internal ulong IssueChainNumber() => Interlocked.Increment(ref _lastChain);

    /// <summary>A call begins that belongs to a chain of this process, which is known by its number until the call has ended.</summary>
    private void EnterChain(ulong number, Chain chain)
    {
        lock (_chains) _chains[number] = (chain, _chains.GetValueOrDefault(number).Calls + 1);
    }

    /// <summary>A call comes in. Its chain, and the number by which it is left; 0 for a chain that nobody else knows.</summary>
    private Chain EnterChain(ulong wireNumber, out ulong number)
    {
        number = wireNumber ^ OthersBit;
        lock (_chains)
        {
            if (!_chains.TryGetValue(number, out (Chain Chain, int Calls) known))
            {
                known.Chain = new Chain();
                if ((number & OthersBit) == 0)
                {
                    number = 0;
                    return known.Chain;
                }

                known.Chain.Note(this, number);
            }

            _chains[number] = (known.Chain, known.Calls + 1);
            return known.Chain;
        }
    }

    /// <summary>A call has ended.</summary>
    private void LeaveChain(ulong number)
    {
        if (number == 0) return;
        lock (_chains)
        {
            if (!_chains.TryGetValue(number, out (Chain Chain, int Calls) known)) return;
            if (known.Calls > 1) _chains[number] = known with { Calls = known.Calls - 1 };
            else _chains.Remove(number);
        }
    }
}
