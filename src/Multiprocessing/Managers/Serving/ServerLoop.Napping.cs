using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Managers.Serving;

/// <summary>
/// Naps: a loop that only rings have woken lately sleeps on their words instead of at the sockets, since that wake costs both sides less. What comes through a socket meanwhile is heard by a thread that
/// sleeps there in its place, and wakes the loop.
/// </summary>
/// <remarks>
/// <para>The listener sleeps until some socket is ready, sets the word and wakes the loop; then it waits to be told to listen again, which the loop does before its next nap, after it has set the word back and before it sleeps on
/// it. A socket that is ready stays so until the loop looks, so what came before the listener began is heard as well.</para>
/// <para>Naps end when something was heard, or nothing came for a second; then the loop sleeps at its sockets until rings alone have woken it often enough again. The listener costs a thread from the first nap on, and no processor time.</para>
/// </remarks>
internal sealed partial class ServerLoop
{
    // So many wakes running by rings alone make a nap; so many rings are slept on at most, since each word costs the sleeper.
    private const int WakesBeforeNap = 16;
    private const int NappingMax = 4;
    private const long NapMax = 1_000_000_000;

    private readonly object _listening = new();
    private readonly SharedRef<uint> _heard = SharedRef<uint>.Allocate();
    private bool _mustListen;
    private bool _hasListener;

    // The holder's.
    private int _bells;
    private int _ringWakes;

    /// <summary>Notes how the last sleep ended; before the next one.</summary>
    private void CountWake()
    {
        if (_eventCount == 0) return;
        _ringWakes = _bells >= _eventCount ? _ringWakes + 1 : 0;
        _bells = 0;
    }

    /// <summary>Sleeps on the words of the rings; false when that is not worth it, or nothing came for long.</summary>
    private bool TryNap()
    {
        if (_ringWakes < WakesBeforeNap || _active.Count > NappingMax || !Futex.HasWaitAny) return false;
        foreach (LoopServerPeer peer in _active)
        {
            if (!peer.TryRest(Rest.OnWord)) return EndNap();
        }

        Listen();
        Span<WaitWord> words = stackalloc WaitWord[1 + NappingMax];
        int count = 0;
        words[count++] = new WaitWord(ref _heard.Value, 0);
        foreach (LoopServerPeer peer in _active)
        {
            if (peer.TryGetRest(out WaitWord word)) words[count++] = word;
        }

        if (count > 1) Futex.WaitAny(words[..count], NapMax);
        return EndNap();
    }

    /// <summary>The rings are looked at again; false when nothing is there.</summary>
    private bool EndNap()
    {
        bool isEmpty = true;
        foreach (LoopServerPeer peer in _active)
        {
            peer.EndRest();
            isEmpty &= peer.IsEmpty;
        }

        bool hasHeard = Volatile.Read(ref _heard.Value) != 0;
        if (isEmpty || hasHeard) _ringWakes = 0;
        if (hasHeard) LookAtSockets(wait: false);
        return !isEmpty || _nextEvent < _eventCount;
    }

    private void Listen()
    {
        if (_hasListener && Volatile.Read(ref _heard.Value) == 0) return;
        Volatile.Write(ref _heard.Value, 0);
        lock (_listening)
        {
            _mustListen = true;
            Monitor.Pulse(_listening);
        }

        if (_hasListener) return;
        _hasListener = true;
        new Thread(ListenForSockets) { IsBackground = true, Name = "manager, sockets" }.UnsafeStart();
    }

    private void ListenForSockets()
    {
        while (true)
        {
            lock (_listening)
            {
                while (!_mustListen) Monitor.Wait(_listening);
                _mustListen = false;
            }

            _poll.WaitForAny();
            Volatile.Write(ref _heard.Value, 1);
            Futex.Wake(ref _heard.Value, 1);
        }
    }
}
