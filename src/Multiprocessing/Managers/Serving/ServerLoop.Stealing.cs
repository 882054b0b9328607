namespace Multiprocessing.Managers.Serving;

/// <summary>
/// Stealing: how the loop is taken from a thread that a member keeps.
/// </summary>
/// <remarks>
/// <para>The word says where the holder is: a count of the members that were entered, and in the lowest bit whether it is in one.</para>
/// <code>
///   holder                                          watch, each 10 ms
/// 1 word = (n, in)                                  1 reads the word; the same (n, in) as 10 ms before: go on
///   runs the member                                 2 CAS (n, in) -> (n, out): the loop is its own
/// 2 CAS (n, in) -> (n, out)                         3 gives the loop another buffer, and itself to a spare thread
///   won: it is still the holder
///   lost: it touches nothing of the loop any more
/// </code>
/// <para>Either CAS succeeds once for each n, so there is always one holder. The fields were written before (1), which is a full fence, and are read by the new holder after the CAS.
/// The member's arguments lie in the loop's buffer: the old holder keeps it, the new one begins another with what was not handled yet.</para>
/// <para>The watch sleeps when no member was entered for 100 ms: it says so in <c>_isWatchAsleep</c>, then looks at the word once more; the holder writes the word, then looks whether the watch sleeps.
/// Both are full fences, so at least one sees the other.</para>
/// <para>A member that is going to wait for a call of its own gives the loop away at once (<see cref="GiveAway"/>), as if it had been stolen.</para>
/// </remarks>
internal sealed partial class ServerLoop
{
    private const long InMember = 1;
    private const int IdleTicksMax = 10;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static ServerLoop? t_held;

    [ThreadStatic]
    private static long t_entered;

    private readonly object _spares = new();
    private readonly object _watch = new();
    private int _spareCount;
    private bool _isFree;
    private long _word;
    private bool _isWatchAsleep;

    /// <summary>The loop that this thread runs; null for a thread that runs none, or has lost it.</summary>
    internal static ServerLoop? Held => t_held;

    /// <summary>The holder is going to run a member.</summary>
    internal void Enter()
    {
        t_entered = (_word + 2) | InMember;
        Interlocked.Exchange(ref _word, t_entered);
        if (Volatile.Read(ref _isWatchAsleep)) WakeWatch();
    }

    /// <summary>The member has returned; false when the loop is another thread's now.</summary>
    internal bool TryLeave()
    {
        bool isHolder = t_held == this && TryTake(t_entered);
        t_entered = 0;
        if (!isHolder) t_held = null;
        return isHolder;
    }

    /// <summary>This thread is going to wait: if it runs a loop, another thread goes on with that.</summary>
    internal static void GiveAway()
    {
        if (t_held is not { } loop || t_entered == 0) return;
        t_held = null;
        if (loop.TryTake(t_entered)) loop.PassOn();
    }

    private bool TryTake(long entered) => Interlocked.CompareExchange(ref _word, entered & ~InMember, entered) == entered;

    private void PassOn()
    {
        _servedCutter.Detach();
        HandOver();
    }

    /// <summary>The loop has no holder: a spare thread becomes it, or a new one.</summary>
    private void HandOver()
    {
        lock (_spares)
        {
            _isFree = true;
            if (_spareCount > 0)
            {
                Monitor.Pulse(_spares);
                return;
            }
        }

        new Thread(WaitAndRun) { IsBackground = true, Name = "manager, loop" }.UnsafeStart();
    }

    private void WaitAndRun()
    {
        while (true)
        {
            lock (_spares)
            {
                while (!_isFree)
                {
                    _spareCount++;
                    bool isWoken = Monitor.Wait(_spares, s_idle);
                    _spareCount--;
                    // One spare thread stays.
                    if (!isWoken && !_isFree && _spareCount > 0) return;
                }

                _isFree = false;
            }

            Run();
        }
    }

    private void Watch()
    {
        long seen = 0;
        int idle = 0;
        while (true)
        {
            lock (_watch) Monitor.Wait(_watch, s_tick);
            long word = Volatile.Read(ref _word);
            idle = word == seen ? idle + 1 : 0;
            if (idle > 0 && (word & InMember) != 0 && TryTake(word))
            {
                PassOn();
            }
            else if (idle >= IdleTicksMax)
            {
                SleepWhile(word);
                idle = 0;
            }

            seen = word;
        }
    }

    private void SleepWhile(long word)
    {
        lock (_watch)
        {
            Volatile.Write(ref _isWatchAsleep, true);
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _word) == word) Monitor.Wait(_watch);
            Volatile.Write(ref _isWatchAsleep, false);
        }
    }

    private void WakeWatch()
    {
        lock (_watch) Monitor.Pulse(_watch);
    }
}
