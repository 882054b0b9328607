using System.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Platform.Waiting;

/// <summary>
/// What ends one blocking wait besides its object: a monotonic deadline, a token, a death in the domain. Make it before the first look at the object's
/// state, sleep with it as often as needed, dispose it.
/// </summary>
/// <remarks>
/// A sleep returns at each death that is told in the domain, so that the waiter looks again whether that was the owner it waits for, or the process
/// that should have woken it. And it returns at the latest after <see cref="RecheckNanoseconds"/>: the last resort, should a wake get lost.
/// </remarks>
internal struct WaitLimit : IDisposable
{
    /// <summary>No sleep is longer than one second.</summary>
    internal const long RecheckNanoseconds = 1_000_000_000;

    private readonly SharedRef<uint> _deaths;
    private readonly long _deadline;
    private readonly CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private SharedRef<uint> _cancelled;
    private uint _deathsSeen;

    /// <param name="domain">The domain whose deaths end a sleep; null for waits in one process alone.</param>
    /// <param name="timeout">From now; <see cref="Timeout.InfiniteTimeSpan"/> for no deadline.</param>
    /// <param name="token">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    internal WaitLimit(Domain? domain, TimeSpan timeout, CancellationToken token = default)
        : this(domain is null ? default : domain.Deaths, timeout, token)
    {
    }

    /// <param name="deaths">The word that grows with every death: a domain's, or a simulation's.</param>
    /// <param name="timeout">From now; <see cref="Timeout.InfiniteTimeSpan"/> for no deadline.</param>
    /// <param name="token">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    internal WaitLimit(SharedRef<uint> deaths, TimeSpan timeout, CancellationToken token = default)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A timeout is not negative, or it is Timeout.InfiniteTimeSpan.");
        _deaths = deaths;
        _token = token;
        _deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : After(timeout);
        LookAtDeaths();
    }

    /// <summary>A limit without end: waits that only the object or a death can finish.</summary>
    internal static WaitLimit Infinite(Domain? domain) => new(domain, Timeout.InfiniteTimeSpan);

    /// <summary>The longest single sleep; after it the waiter looks again. Less than the recheck where a waiter first hopes for more than it needs.</summary>
    internal long SleepNanosecondsMax { get; set; } = RecheckNanoseconds;

    /// <summary>The last sleep ended by itself, with no wake, death or cancellation: the last resort, at which a waiter trusts nothing it was or was not told.</summary>
    internal bool SleptInFull { get; private set; }

    internal readonly bool IsExpired => _deadline != long.MaxValue && Stopwatch.GetTimestamp() >= _deadline;

    internal readonly bool HasDeadline => _deadline != long.MaxValue;

    internal readonly CancellationToken Token => _token;

    /// <summary>Whether a death was told since the last look, so that the next sleep ends at once.</summary>
    internal readonly bool HasDeathToLookAt => !_deaths.IsNull && Volatile.Read(ref _deaths.Value) != _deathsSeen;

    /// <summary>From here on only later deaths end a sleep. The caller looks at its object's state after this.</summary>
    internal void LookAtDeaths()
    {
        if (!_deaths.IsNull) _deathsSeen = Volatile.Read(ref _deaths.Value);
    }

    /// <summary>See <c>IMemoryOperations.Sleep</c>. The word lies in mapped memory.</summary>
    internal bool Sleep(ref uint word, uint expected)
    {
        _token.ThrowIfCancellationRequested();
        long began = Stopwatch.GetTimestamp();
        long left = _deadline == long.MaxValue ? SleepNanosecondsMax : Math.Min(SleepNanosecondsMax, _deadline - began);
        if (left <= 0) return false;
        if (_token.CanBeCanceled && _cancelled.IsNull) Register();

        Span<WaitWord> words = stackalloc WaitWord[3];
        int count = 0;
        words[count++] = new WaitWord(ref word, expected);
        if (!_deaths.IsNull) words[count++] = new WaitWord(ref _deaths.Value, _deathsSeen);
        if (!_cancelled.IsNull) words[count++] = new WaitWord(ref _cancelled.Value, 0);
        Futex.WaitAny(words[..count], left);
        SleptInFull = Stopwatch.GetTimestamp() - began >= left;

        // Before the caller looks again: a death told after its look must find this value old. A cancellation that ended this sleep is told by the next:
        // the waiter may have been chosen by a wake at the same moment, and looks once more, so that the wake is not lost with it.
        LookAtDeaths();
        return true;
    }

    public void Dispose()
    {
        if (_cancelled.IsNull) return;
        _registration.Dispose();
        WaitWordPool.Return(_cancelled);
        _cancelled = default;
    }

    private void Register()
    {
        _cancelled = WaitWordPool.Rent();
        var word = _cancelled;
        _registration = _token.UnsafeRegister(static state => ((CancelWake)state!).Run(), new CancelWake(word));
    }

    private static long After(TimeSpan timeout)
    {
        long now = Stopwatch.GetTimestamp();
        double nanoseconds = timeout.Ticks * 100.0;
        return nanoseconds >= long.MaxValue - now ? long.MaxValue : now + (timeout.Ticks * 100);
    }

    private sealed class CancelWake(SharedRef<uint> word)
    {
        internal void Run()
        {
            Volatile.Write(ref word.Value, 1);
            Futex.Wake(ref word.Value, int.MaxValue);
        }
    }
}
