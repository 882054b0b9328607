namespace Multiprocessing.Testing.Simulation;

/// <summary>An operating system thread that runs the bodies of participants, one after the other. It runs only while it has the baton.</summary>
internal sealed class ParticipantThread
{
    private readonly Baton _baton = new();
    private Action? _work;

    internal ParticipantThread(int processor) =>
        new Thread(() => Loop(processor)) { IsBackground = true, Name = "simulated participant" }.Start();

    /// <summary>What to run when the baton comes next; null ends the thread.</summary>
    internal void Prepare(Action? work) => _work = work;

    /// <summary>Lets the thread go on. The caller then stops: it waits for its own baton, or has nothing more to do.</summary>
    internal void Resume() => _baton.Give();

    /// <summary>Waits, on this very thread, until somebody lets it go on.</summary>
    internal void Park() => _baton.Take();

    private void Loop(int processor)
    {
        // All threads of one simulation on one processor: only one of them ever runs, and a switch within one processor is several times cheaper.
        ThreadPlacement.PinTo(processor);
        while (true)
        {
            _baton.Take();
            if (_work is not { } work) break;
            work();
        }

        _baton.Release();
    }
}
