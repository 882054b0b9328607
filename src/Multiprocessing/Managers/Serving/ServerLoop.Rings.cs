using System.Diagnostics;
using Multiprocessing.Managers.Rings;

namespace Multiprocessing.Managers.Serving;

/// <summary>
/// Rings: the connections whose client sent something just now are looked at by the loop itself, and cost it no system call. When none of them has anything, all are put to rest, that is, their clients wake the loop by the
/// socket, and only then it sleeps.
/// </summary>
/// <remarks>Where a client's callers wait by polling (<see cref="Managers.Rings.Tempo"/>), the loop looks on for some microseconds before that.</remarks>
internal sealed partial class ServerLoop
{
    // Between looks at the sockets, which cost a system call.
    private const int RoundsMax = 64;

    private static readonly long s_pollMax = Stopwatch.Frequency / 40_000;
    private static readonly bool s_mayPoll = Environment.ProcessorCount > 1;

    // The holder's.
    private readonly List<LoopServerPeer> _active = [];
    private int _rounds;
    private int _nextActive;

    /// <summary>A connection's ring is looked at from here on; the holder's.</summary>
    internal void NoteActive(LoopServerPeer peer)
    {
        if (!_active.Contains(peer)) _active.Add(peer);
    }

    /// <summary>A client woke the loop by the socket, to have its ring looked at; the holder's.</summary>
    internal void NoteBell(LoopServerPeer peer)
    {
        _bells++;
        NoteActive(peer);
    }

    private void LookAtSockets(bool wait)
    {
        CountWake();
        _nextEvent = _eventCount = 0;
        _eventCount = _poll.Wait(_events, wait ? -1 : 0);
    }

    /// <summary>Finds something to do in the rings, or at the sockets beside them; false when all connections rest.</summary>
    private bool FindActive()
    {
        if (_active.Count == 0) return false;
        if (++_rounds >= RoundsMax)
        {
            _rounds = 0;
            LookAtSockets(wait: false);
            if (_eventCount > 0) return true;
        }

        return TryReadActive() || (s_mayPoll && MayPoll() && PollActive()) || TryNap() || !TryRestAll();
    }

    private bool TryReadActive()
    {
        for (int i = 0; i < _active.Count; i++)
        {
            // Each in its turn.
            _nextActive = _nextActive + 1 < _active.Count ? _nextActive + 1 : 0;
            if (_active[_nextActive].TryReadRing()) return true;
        }

        return false;
    }

    private bool MayPoll()
    {
        foreach (LoopServerPeer peer in _active)
        {
            if (peer.IsQuick) return true;
        }

        return false;
    }

    private bool PollActive()
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if (TryReadActive()) return true;
                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetTimestamp() - begin < s_pollMax);
        return false;
    }

    /// <summary>Puts all to rest that have nothing; false when one has.</summary>
    private bool TryRestAll()
    {
        for (int i = _active.Count - 1; i >= 0; i--)
        {
            if (_active[i].TryRest(Rest.OnSocket)) _active.RemoveAt(i);
        }

        return _active.Count == 0;
    }
}
