namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>The base of ready-made objects that are waited for: a gate, and lines of waiters that are served whenever something changes.</summary>
internal abstract class WaitingReferent(string typeText) : Referent(typeText)
{
    private readonly List<WaitingLine> _lines = [];

    /// <summary>Guards the object's state; no code of users runs under it.</summary>
    internal Lock Gate { get; } = new();

    private protected WaitingLine AddLine()
    {
        var line = new WaitingLine(Gate, Settle);
        _lines.Add(line);
        return line;
    }

    /// <summary>Serves all who can be now; under the gate. One who is served may make room for another.</summary>
    private protected void Settle()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (WaitingLine line in _lines) changed |= line.Serve();
        }
    }

    /// <summary>Gives back what a client holds when its connection ends; at once, if it has ended already.</summary>
    /// <returns>To be disposed when it is given back before.</returns>
    private protected static IDisposable ReleaseWithSession(SharedSession? session, Action release) => session?.Ended.UnsafeRegister(static state => ((Action)state!)(), release) ?? default;
}
