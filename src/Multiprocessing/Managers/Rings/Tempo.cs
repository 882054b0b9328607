using System.Diagnostics;

namespace Multiprocessing.Managers.Rings;

/// <summary>
/// Whether the callers of a connection wait by polling. Decided by the client alone, and shown to the server, so that both poll or neither: one side that polls while the other sleeps gains nothing.
/// </summary>
/// <remarks>
/// <para>Waits are counted in blocks. Now and then two blocks are tried with polling; if the second took less than half the time that a block takes otherwise, and few of its waits had to sleep after all, polling stays,
/// until two blocks running are no longer worth it. Each failure doubles the time to the next try. What the caller does between its calls is part of a block, so polling is chosen only if it halves the caller's own loop.</para>
/// <para>An idle client waits for nothing, so it never polls. On one processor it is never tried: there the other can run only when this one does not.</para>
/// </remarks>
internal sealed class Tempo
{
    private const int BlockSize = 64;
    private const int MissesMax = BlockSize / 4;
    private const int PauseMax = 256;

    private static readonly bool s_mayPoll = Environment.ProcessorCount > 1;

    private long _began = Stopwatch.GetTimestamp();
    private double _usual;
    private int _count;
    private int _misses;
    private int _tried;
    private int _isDear;
    private int _pause = 1;
    private int _untilTry = 1;

    /// <summary>Whether to poll.</summary>
    internal bool IsQuick { get; private set; }

    /// <summary>A wait is over; whether it slept.</summary>
    internal void Note(RingPair rings, bool missed)
    {
        if (missed) _misses++;
        if (++_count < BlockSize || !s_mayPoll) return;
        long now = Stopwatch.GetTimestamp();
        EndBlock(now - _began);
        _began = now;
        _count = _misses = 0;
        if (rings.IsQuick != IsQuick) rings.IsQuick = IsQuick;
    }

    private void EndBlock(long time)
    {
        bool isFew = _misses < MissesMax;
        if (_tried > 0)
        {
            if (++_tried <= 2) return;
            _tried = 0;
            if (isFew && time < _usual / 2) _isDear = 0;
            else GiveUp();
        }
        else if (IsQuick)
        {
            _isDear = isFew && time < _usual * 3 / 4 ? 0 : _isDear + 1;
            if (_isDear >= 2) GiveUp();
            else if (_isDear == 0) _pause = 1;
        }
        else
        {
            _usual = _usual == 0 ? time : ((_usual * 7) + time) / 8;
            if (--_untilTry > 0) return;
            IsQuick = true;
            _tried = 1;
        }
    }

    private void GiveUp()
    {
        IsQuick = false;
        _isDear = 0;
        _pause = Math.Min(_pause * 2, PauseMax);
        _untilTry = _pause;
    }
}
