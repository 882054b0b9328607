using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// Runs the participants of a simulation one step at a time: exactly one thread runs at any moment, and before each operation on shared memory it asks the
/// chooser whether to go on, to let another participant run, or to kill.
/// </summary>
/// <remarks>
/// The scheduler has no thread of its own. The running participant decides, on its own thread, who takes the next step; only when that is another one
/// a thread switch is needed. Most schedules have a handful of switches, so some ten thousand schedules a second can be run.
/// </remarks>
internal sealed partial class StepScheduler : IDisposable
{
    private const int MemorySize = 1 << 16;

    private readonly List<Participant> _participants = [];
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<ParticipantThread> _threads = [];
    private readonly Baton _driver = new();
    private readonly int _processor = ThreadPlacement.Current;
    private IChooser _chooser = new ReplayChooser(new Dictionary<int, int>());
    private SimulationBudget _budget;
    private Participant? _running;
    private RunFailure? _failure;
    private bool _isOver;
    private bool _isUnwinding;
    private SharedRef<uint> _deaths;
    private int _steps;

    internal StepScheduler(SimulationOptions options, SimulationCoverage coverage)
    {
        Options = options;
        _coverage = coverage;
        World = new SimulatedWorld(this);
    }

    internal SimulationOptions Options { get; set; }

    internal SimulatedWorld World { get; }

    internal WorldMemory Memory { get; } = new(MemorySize);

    internal List<Action> Invariants { get; } = [];

    internal List<Action> EndChecks { get; } = [];

    internal uint Deaths => _deaths.Value;

    internal SharedRef<uint> DeathsWord => _deaths;

    /// <summary>How often, over all runs, sleepers had to be rechecked since nobody could run.</summary>
    internal long Rechecks { get; private set; }

    internal long Steps { get; private set; }

    /// <summary>Runs the world once. Null: all was well.</summary>
    internal RunFailure? Run(Action<SimulatedWorld> setUp, IChooser chooser)
    {
        Reset(chooser);
        setUp(World);
        PlaceDoorbells();
        ChooseNext(current: null);
        if (!_isOver)
        {
            Resume(_running!);
            _driver.Take();
        }

        UnwindAll();
        Steps += _steps;
        if (_failure is null) Check(EndChecks, "An end check failed");
        return _failure;
    }

    internal Participant Add(string name, ParticipantBody body, ParticipantBody? heir, SimulatedProcess? process)
    {
        if (process is null)
        {
            process = new SimulatedProcess(IdentityOf(_processes.Count + 1, generation: 1), _processes.Count + 1);
            _processes.Add(process);
        }

        var participant = new Participant(_participants.Count, name, process, body) { Heir = heir };
        _participants.Add(participant);
        return participant;
    }

    internal bool IsDead(uint identity)
    {
        identity &= Platform.Liveness.ProcessIdentity.Mask;
        int slot = Platform.Liveness.ProcessIdentity.Slot(identity);
        if (slot < 1 || slot > _processes.Count) return true;
        var tenant = _processes[slot - 1];
        return tenant.Identity != identity || tenant.IsDead;
    }

    internal WaitLimit NewLimit(Participant self, TimeSpan timeout, CancellationToken token)
    {
        self.IsInterrupted = false;
        self.Remember(_deaths.Value);
        return new WaitLimit(_deaths, timeout, token);
    }

    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread.Prepare(null);
            thread.Resume();
        }

        _driver.Release();
        Memory.Dispose();
    }

    private static uint IdentityOf(int slot, uint generation) => Platform.Liveness.ProcessIdentity.Of(slot, generation);

    private void Reset(IChooser chooser)
    {
        _chooser = chooser;
        _budget = new SimulationBudget(Options);
        _participants.Clear();
        _processes.Clear();
        Invariants.Clear();
        EndChecks.Clear();
        _running = null;
        _failure = null;
        _isOver = false;
        _steps = 0;
        _sleeps = 0;
        _recheckRounds = 0;
        _doorbells = default;
        _usesDoorbells = false;
        Memory.Clear();
        _deaths = Memory.Allocate<uint>("deaths", 1);
    }

    /// <summary>What the thread of a participant does from its first step to its end.</summary>
    private void Live(Participant self)
    {
        try
        {
            if (!_isOver && self.Status != ParticipantStatus.Dead)
            {
                var memory = new SimulatedMemory(this, self);
                self.Body(ref memory);
                Finish(self);
            }
        }
        catch (SimulatedDeath)
        {
            // Killed, or the run is over: its code has been left.
        }
        catch (Exception exception)
        {
            if (self.IsUnwinding) _failure ??= new RunFailure($"{self.Name} caught its own death and threw something else", exception);
            else Fail($"{self.Name} threw", exception);
        }

        Leave(self);
    }

    private void Finish(Participant self)
    {
        DrainByFence(self);
        self.Status = ParticipantStatus.Finished;
        Trace(self, "has finished");
        CheckInvariants();
    }

    /// <summary>The last act of a participant's thread in this run: hand over.</summary>
    private void Leave(Participant self)
    {
        if (_isUnwinding)
        {
            _driver.Give();
            return;
        }

        if (!_isOver) ChooseNext(self);
        if (_isOver) _driver.Give();
        else Resume(_running!);
    }

    private void Fail(string what, Exception? cause = null)
    {
        _failure ??= new RunFailure(what, cause);
        _isOver = true;
    }

    private void CheckInvariants() => Check(Invariants, "An invariant does not hold");

    private void Check(List<Action> checks, string what)
    {
        try
        {
            foreach (var check in checks) check();
        }
        catch (Exception exception)
        {
            Fail(what, exception);
        }
    }

    private void Resume(Participant participant)
    {
        if (participant.HasStarted)
        {
            participant.Thread!.Resume();
            return;
        }

        participant.HasStarted = true;
        while (_threads.Count <= participant.Index) _threads.Add(new ParticipantThread(_processor));
        participant.Thread = _threads[participant.Index];
        participant.Thread.Prepare(() => Live(participant));
        participant.Thread.Resume();
    }

    /// <summary>After the run: leaves the code of all who still stand in it, one after the other.</summary>
    private void UnwindAll()
    {
        _isOver = true;
        _isUnwinding = true;
        foreach (var participant in _participants)
        {
            if (!participant.IsParked) continue;
            participant.IsParked = false;
            participant.Thread!.Resume();
            _driver.Take();
        }

        _isUnwinding = false;
    }
}
