using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Multiprocessing.Managers.Limits;

/// <summary>The calls of one object that has limits: how many have not ended, how many have not begun.</summary>
internal sealed class ObjectLoad(ObjectLimits limits)
{
    private readonly Lock _gate = new();
    private int _calls;
    private int _waiting;

    /// <summary>A call has come; false when it is one too many.</summary>
    /// <param name="isTurnFree">Whether it would begin at once.</param>
    /// <param name="reason">What is full.</param>
    internal bool TryEnter(bool isTurnFree, [NotNullWhen(false)] out string? reason)
    {
        lock (_gate)
        {
            reason = _calls >= limits.MaxCalls ? string.Create(CultureInfo.InvariantCulture, $"{_calls} calls on it have not ended, the limit (ObjectLimits.MaxCalls)")
                : !isTurnFree && _waiting >= limits.MaxWaiting ? string.Create(CultureInfo.InvariantCulture, $"{_waiting} calls wait for its turn, the limit (ObjectLimits.MaxWaiting)")
                : null;
            if (reason is not null) return false;
            _calls++;
            _waiting++;
            return true;
        }
    }

    /// <summary>A call has its turn.</summary>
    internal void NoteStarted()
    {
        lock (_gate) _waiting--;
    }

    /// <summary>A call has ended.</summary>
    internal void NoteEnded()
    {
        lock (_gate) _calls--;
    }

    /// <summary>A call that came was refused for another reason.</summary>
    internal void NoteRefused()
    {
        lock (_gate)
        {
            _calls--;
            _waiting--;
        }
    }
}
