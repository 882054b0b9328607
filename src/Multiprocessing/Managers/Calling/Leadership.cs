namespace Multiprocessing.Managers.Calling;

/// <summary>
/// Who reads a client's socket. There is no thread for it: of the synchronous callers that wait, one is the leader and reads, for itself and all others, until its own reply has come; then it calls the
/// next. So one caller alone sends and receives on its own thread.
/// </summary>
/// <remarks>
/// <para>The role is a word, 1 while somebody has it. Who finds it taken sleeps on the word of its call (<see cref="SyncCall"/>), and is in the list of sleepers before it does.</para>
/// <code>
///   the leader leaves                          a follower goes to sleep
/// 1 role = 0                                   1 word: pending -> asleep; enters the list (lock)
/// 2 FENCE                                      2 FENCE (both are locked instructions)
/// 3 calls the first sleeper of the list:       3 looks at the role: 0: takes itself out and tries to lead
///   word: asleep -> called, and wakes it         1: sleeps while its word says asleep
/// </code>
/// <para>Nobody is left sleeping while nobody reads. Of the leader's (1) and the follower's (1) one comes first. If the leader's does, the follower sees 0 in (3). If the follower's does, the leader finds it in the list
/// in (3), or another that entered it earlier, or one that has been called or answered already. Who was called looks at the role before anything else, and takes it or finds a leader. One that was called and answered at
/// the same time leaves without reading; so whoever leaves the list, and finds the role free, calls the next (<see cref="Leave"/>).</para>
/// <para>The standby thread takes the role too, while calls wait that nobody else reads for (<see cref="SocketClientPeer"/>); it is told by <paramref name="nobodyCalled"/>.</para>
/// <para><em>Source:</em> D. Schmidt et al., Leader/Followers, 2000.</para>
/// </remarks>
/// <param name="nobodyCalled">Runs when the role was given back and no synchronous caller sleeps.</param>
internal sealed class Leadership(Action nobodyCalled)
{
    private readonly Lock _gate = new();
    private SyncCall? _first;
    private SyncCall? _last;
    private int _role;

    /// <summary>Whether nobody reads.</summary>
    internal bool IsFree => Volatile.Read(ref _role) == 0;

    internal bool TryTake() => Interlocked.CompareExchange(ref _role, 1, 0) == 0;

    internal void Release()
    {
        Volatile.Write(ref _role, 0);
        // pairs with: Enter
        Interlocked.MemoryBarrier();
        CallNext();
    }

    /// <summary>A caller waits until its call is done, and reads when it may.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads and handles what has come, waiting for it; called with the role.</param>
    internal void Wait(SyncCall call, Action read)
    {
        while (!call.IsDone)
        {
            if (TryTake()) Lead(call, read);
            else Follow(call);
        }
    }

    private void Lead(SyncCall call, Action read)
    {
        try
        {
            while (!call.IsDone) read();
        }
        finally
        {
            Release();
        }
    }

    private void Follow(SyncCall call)
    {
        if (!call.TryBeginSleep()) return;
        Enter(call);
        // pairs with: Release
        Interlocked.MemoryBarrier();
        if (!IsFree) call.Sleep();
        Leave(call);
        call.EndSleep();
    }

    private void Enter(SyncCall call)
    {
        lock (_gate)
        {
            call.IsSleeper = true;
            call.NextSleeper = null;
            if (_last is null) _first = call;
            else _last.NextSleeper = call;
            _last = call;
        }
    }

    private void Leave(SyncCall call)
    {
        lock (_gate)
        {
            if (call.IsSleeper) Remove(call);
        }

        // It may have been called, and answered since.
        if (call.IsDone && IsFree) CallNext();
    }

    private void CallNext()
    {
        lock (_gate)
        {
            while (_first is { } call)
            {
                Remove(call);
                if (call.Call()) return;
            }
        }

        nobodyCalled();
    }

    private void Remove(SyncCall call)
    {
        SyncCall? before = null;
        for (SyncCall? one = _first; one is not null && one != call; one = one.NextSleeper) before = one;
        if (before is null) _first = call.NextSleeper;
        else before.NextSleeper = call.NextSleeper;
        if (_last == call) _last = before;
        call.NextSleeper = null;
        call.IsSleeper = false;
    }
}
