using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Managers.Calling;

/// <summary>A synchronous call: its caller sleeps on a word of its own. Each thread keeps one for its calls.</summary>
/// <remarks>
/// <code>
/// Layout of the word:
///   0 pending   the caller is awake, or looks again before it sleeps
///   1 done      the reply is there; nothing changes it any more
///   2 asleep    whoever changes it wakes the caller
///   3 called    the caller is to look round: to read by itself, or to run what came for its turn
/// </code>
/// <para>Only the caller stores 0 and 2. So a waker that finds 2 and changes it owes a wake, and one that does not find it owes none.</para>
/// </remarks>
internal sealed class SyncCall : PendingCall
{
    private const uint Pending = 0;
    private const uint Done = 1;
    private const uint Asleep = 2;
    private const uint Called = 3;

    // A sleeper looks again so often: what bounds the harm of a mistake here, not what calls rest on.
    private const long SleepMax = 1_000_000_000;

    [ThreadStatic]
    private static SyncCall? t_spare;

    private readonly SharedRef<uint> _word = WaitWordPool.Rent();
    private CallReader? _reply;
    private Func<Exception>? _error;

    private SyncCall()
    {
    }

    /// <summary>Its thread has ended.</summary>
    ~SyncCall() => WaitWordPool.Return(_word);

    /// <summary>The next one of those that sleep and may read; the leadership's.</summary>
    internal SyncCall? NextSleeper { get; set; }

    /// <summary>Whether it is among those; the leadership's.</summary>
    internal bool IsSleeper { get; set; }

    internal bool IsDone => Volatile.Read(ref _word.Value) == Done;

    internal static SyncCall Rent(CallWriter writer, SharedProxy? proxy, bool lends)
    {
        SyncCall call = t_spare ?? new SyncCall();
        t_spare = null;
        call.Note(writer, proxy);
        call.NeedsReader = lends;
        // Rented here, so that it comes back to the thread that it is taken from.
        call._reply = CallReader.Rent();
        Volatile.Write(ref call._word.Value, Pending);
        return call;
    }

    internal override void Complete(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        _reply!.BeginOwn(peer, body, listsReferences);
        End();
    }

    internal override void Fail(Func<Exception> error)
    {
        _error = error;
        End();
    }

    /// <summary>Has the caller look round, if it sleeps. Whether it was woken for it.</summary>
    internal bool Call()
    {
        if (Interlocked.CompareExchange(ref _word.Value, Called, Asleep) != Asleep) return false;
        Futex.Wake(ref _word.Value, 1);
        return true;
    }

    /// <summary>Announces that the caller is going to sleep; false when it is done. A full fence: what the caller looks at after it is no older.</summary>
    internal bool TryBeginSleep() => Interlocked.CompareExchange(ref _word.Value, Asleep, Pending) == Pending;

    /// <summary>Sleeps until somebody changes the word.</summary>
    internal void Sleep() => Futex.Wait(ref _word.Value, Asleep, SleepMax);

    /// <summary>Ends what <see cref="TryBeginSleep"/> began.</summary>
    internal void EndSleep()
    {
        // Of the two values one is there, or it is done.
        if (Interlocked.CompareExchange(ref _word.Value, Pending, Asleep) == Called) Interlocked.CompareExchange(ref _word.Value, Pending, Called);
    }

    /// <summary>Sleeps until the call is done, while others read; runs what comes for a lent turn.</summary>
    internal void WaitForReader(TurnLoan? loan)
    {
        while (!IsDone)
        {
            loan?.RunAll();
            if (!TryBeginSleep()) continue;
            // What was put there before the word said that the caller sleeps has woken nobody.
            if (loan is null || !loan.HasWork) Sleep();
            EndSleep();
        }
    }

    /// <summary>The reply, or the error; the call is over.</summary>
    internal CallReader Take()
    {
        CallReader reply = _reply!;
        Func<Exception>? error = _error;
        _reply = null;
        _error = null;
        Forget();
        t_spare = this;
        if (error is null) return reply;
        reply.Return();
        throw error();
    }

    private void End()
    {
        // A full fence: the reply is there for who sees the word.
        if (Interlocked.Exchange(ref _word.Value, Done) == Asleep) Futex.Wake(ref _word.Value, 1);
    }
}
