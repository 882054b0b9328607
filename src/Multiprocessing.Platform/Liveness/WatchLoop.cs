using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// What a watcher does, turn by turn: it looks at <c>deaths</c> and its bell, then at all life words, tells the deaths it can prove, and sleeps until one of
/// the words it has read changes.
/// </summary>
/// <remarks>
/// The kernel compares each word with the value that was read before the look, so what happens between look and sleep ends the sleep at once. Every
/// process is watched by the <see cref="RegistryWords.WatchedMax"/> living ones before it; the scan walks past the dead, so the nearest living one finds
/// a whole run of neighbours that died together. The recheck is for watchers that are stopped and for words that the kernel could not mark.
/// </remarks>
internal sealed class WatchLoop<TOperations>
    where TOperations : struct, IRegistryOperations
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    /// <summary>A dying process still has its lock byte for 0.4 ms (compiled ahead of time) to some 100 ms (1 GiB to give back), or while it dumps core.</summary>
    private const long PollMin = 50_000;
    private const long PollMax = 20 * Millisecond;

    /// <summary>How long the lock byte alone is asked before the process id is.</summary>
    private const long AskSystemAfter = 100 * Millisecond;

    private readonly RegistryWords _words;
    private readonly int _slot;
    private readonly Action _lookAgain;
    private readonly bool _canWaitForAny;
    private readonly uint[] _life;
    private readonly List<Doubt> _doubts = [];
    private readonly int[] _watched;
    private TOperations _operations;
    private int _watchedCount;
    private int _living;
    private uint _deathsSeen;
    private long _recheckAt;

    /// <param name="operations">The world.</param>
    /// <param name="words">The registry.</param>
    /// <param name="slot">The slot of this process.</param>
    /// <param name="canWaitForAny">Whether one sleep can be on several words; else it is on <c>deaths</c> alone, and short.</param>
    /// <param name="lookAgain">Called when deaths were told, and at each recheck: all that wait in this process look at what they wait for.</param>
    internal WatchLoop(TOperations operations, in RegistryWords words, int slot, bool canWaitForAny, Action lookAgain)
    {
        _operations = operations;
        _words = words;
        _slot = slot;
        _canWaitForAny = canWaitForAny;
        _lookAgain = lookAgain;
        _life = new uint[words.Count];
        _watched = new int[words.WatchedMax];
        _deathsSeen = operations.Load(ref words.Deaths.Value);
        _recheckAt = operations.Now + Second;
    }

    /// <summary>The living processes at the last look, this one included.</summary>
    internal int Living => _living;

    /// <summary>One look, and the sleep after it.</summary>
    /// <returns>True when it was a recheck: the caller looks at what else it has to watch over.</returns>
    internal bool Turn()
    {
        // Before anything is looked at: what changes from here on ends the sleep.
        uint deaths = _operations.Load(ref _words.Deaths.Value);
        uint bell = _operations.Load(ref _words.Bell[_slot]);
        long now = _operations.Now;
        bool recheck = now >= _recheckAt;
        if (deaths != _deathsSeen || recheck)
        {
            _deathsSeen = deaths;
            _lookAgain();
        }

        Scan(now);
        if (TellDoubtful(now)) return recheck;
        if (recheck)
        {
            _recheckAt = now + RecheckPeriod();
            if (MarkUnnoticed()) return true;
        }

        Sleep(deaths, bell, now);
        // A teller that bumped the count and was stopped before its wake: pass it on.
        if (_operations.Now >= _recheckAt && _operations.Load(ref _words.Deaths.Value) != deaths)
            _operations.Wake(ref _words.Deaths.Value, int.MaxValue);
        return recheck;
    }

    /// <summary>Finds the next living slots after this one, counts the living, and notes every word that says ended.</summary>
    private void Scan(long now)
    {
        _operations.CopyLife(_words, _life);
        _watchedCount = 0;
        _living = 0;
        bool ended = false;
        foreach (uint word in _life)
        {
            if (word == LifeWord.None) continue;
            if (LifeWord.IsEnded(word)) ended = true;
            else _living++;
        }

        for (int i = 1, found = 0; i < _life.Length && found < _living; i++)
        {
            int slot = _slot + i < _life.Length ? _slot + i : _slot + i - _life.Length;
            if (!LifeWord.IsLiving(_life[slot])) continue;
            found++;
            if (_watchedCount == _watched.Length) break;
            _watched[_watchedCount++] = slot;
        }

        if (ended || _doubts.Count > 0) NoteDoubts(now);
    }

    private void NoteDoubts(long now)
    {
        _doubts.RemoveAll(doubt => !LifeWord.IsEnded(_life[doubt.Slot]));
        for (int slot = 0; slot < _life.Length; slot++)
        {
            if (!LifeWord.IsEnded(_life[slot]) || slot == _slot) continue;
            uint generation = _operations.Load(ref _words.Slots[slot].Generation);
            int known = _doubts.FindIndex(doubt => doubt.Slot == slot);
            if (known < 0) _doubts.Add(new Doubt(slot, generation, now, now));
            else if (_doubts[known].Generation != generation) _doubts[known] = new Doubt(slot, generation, now, now);
        }
    }

    /// <summary>Asks for the verdict on every doubtful one whose time has come. Each has its own times: a slow death must not delay the notice of another.</summary>
    private bool TellDoubtful(long now)
    {
        bool told = false;
        foreach (ref Doubt doubt in CollectionsMarshal.AsSpan(_doubts))
        {
            if (now < doubt.PollAt) continue;
            long age = now - doubt.Since;
            if (_operations.IsDead(doubt.Slot, doubt.Generation, age >= AskSystemAfter))
                told |= RegistryProtocol.Tell(ref _operations, _words, doubt.Slot, doubt.Generation, (ulong)(now / Millisecond));
            else
                doubt.PollAt = now + (age >= Second ? RecheckPeriod() : Math.Clamp(age / 4, PollMin, PollMax));
        }

        return told;
    }

    /// <summary>Looks whether one of those it watches died without a mark: on a kernel that does not know robust lists, or a word that something overwrote.</summary>
    private bool MarkUnnoticed()
    {
        bool marked = false;
        for (int i = 0; i < _watchedCount; i++)
        {
            int slot = _watched[i];
            uint generation = _operations.Load(ref _words.Slots[slot].Generation);
            if (_operations.IsDead(slot, generation, askSystem: true)) marked |= RegistryProtocol.MarkEnded(ref _operations, _words, slot, _life[slot]);
        }

        return marked;
    }

    private void Sleep(uint deaths, uint bell, long now)
    {
        long until = _recheckAt;
        foreach (Doubt doubt in _doubts) until = Math.Min(until, doubt.PollAt);
        if (!_canWaitForAny)
        {
            // Any tick of any process finds any death, so many processes may tick seldom.
            until = Math.Min(until, now + Math.Clamp(2 * Millisecond * _living, Futex.FallbackTick, 10 * Futex.FallbackTick));
            _operations.Sleep([new WaitWord(ref _words.Deaths.Value, deaths)], Math.Max(until - _operations.Now, PollMin));
            return;
        }

        Span<WaitWord> words = stackalloc WaitWord[2 + _watched.Length];
        int count = 0;
        words[count++] = new WaitWord(ref _words.Deaths.Value, deaths);
        words[count++] = new WaitWord(ref _words.Bell[_slot], bell);
        for (int i = 0; i < _watchedCount; i++) words[count++] = new WaitWord(ref _words.Life[_watched[i]], _life[_watched[i]]);
        _operations.Sleep(words[..count], Math.Max(until - _operations.Now, PollMin));
    }

    /// <summary>1 to 10 s, with the number of processes, so that all together look often and cost little; a quarter more or less at random, so that they spread.</summary>
    private long RecheckPeriod()
    {
        long period = Math.Clamp(50 * Millisecond * _living, Second, 10 * Second);
        return (long)(period * (0.75 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>A slot whose word says ended and whose lock byte is not free yet.</summary>
    private record struct Doubt(int Slot, uint Generation, long Since, long PollAt);
}
