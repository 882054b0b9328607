using System.Collections;
using System.Diagnostics;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Processes;

/// <summary>One process that was started, from the start to the reaping. A restarted child has several, one after the other.</summary>
internal sealed class ChildRun
{
    private const int SIGKILL = 9;
    private const int SIGTERM = 15;
    private const long NoDeadline = long.MaxValue;

    private static readonly Lazy<ulong> s_startTime = new(static () => Lineage.StartTime(Environment.ProcessId));

    private readonly SpawnedProcess _process;
    private readonly PolledChannel _channel;
    private readonly long _startDeadline;
    private readonly object _gate = new();
    private bool _isReaped;
    private volatile IChildRunOwner _owner;
    private long _deadline;

    private ChildRun(SpawnedProcess process, PolledChannel channel, StandardStreams streams, ChildOptions options, IChildRunOwner owner)
    {
        _process = process;
        _channel = channel;
        _owner = owner;
        _startDeadline = _deadline = After(options.StartTimeout);
        Streams = streams;
        DiesWithParent = options.DieWithParent;
    }

    internal int Id => _process.Id;

    internal StandardStreams Streams { get; }

    internal bool DiesWithParent { get; }

    /// <summary>The child's code of the library has begun to run.</summary>
    internal bool IsEntered { get; private set; }

    /// <summary>Why this side killed the process; null when it did not.</summary>
    internal string? Verdict { get; private set; }

    internal bool TimedOut { get; private set; }

    internal SpawnedProcess Process => _process;

    internal PolledChannel Channel => _channel;

    /// <summary>The time by which the monitor must look again, in ticks of <see cref="Stopwatch"/>.</summary>
    internal long Deadline => Volatile.Read(ref _deadline);

    /// <summary>Starts this program once more, to be entered by <see cref="ChildEntry"/>. Returns when the program's file is loaded; what it does then is told to the owner.</summary>
    /// <exception cref="ChildProcessException">The system refused to start it.</exception>
    internal static ChildRun Start(ProgramCommand program, ChildOptions options, ChildSetup setup, string name, IChildRunOwner owner, Action<ChildRun> onStarted)
    {
        StandardStreams? streams = null;
        LocalSocket? mine = null;
        try
        {
            streams = new StandardStreams(options);
            (mine, LocalSocket theirs) = SocketPair.Create();
            // The child gets its end under the number of a second descriptor: taken in this process, hence in the child no inherited one of the user's.
            using LocalSocket given = theirs, number = theirs.Duplicate();
            string variable = new ChildVariable(Environment.ProcessId, s_startTime.Value, number.Descriptor, ChildEntry.Depth + 1).ToString();
            var process = ProcessSpawner.Start(new SpawnRequest
            {
                Path = program.Path,
                Arguments = program.Way == EntryWay.Main ? [.. program.Arguments, variable] : program.Arguments,
                Environment = EnvironmentOf(program, options, variable),
                Descriptors = [.. streams.ForChild, (given.Descriptor, number.Descriptor)],
            });
            streams.CloseChildEnds();
            var run = new ChildRun(process, new PolledChannel(mine), streams, options, owner);
            if (options.Nice is { } nice && process.SetPriority(nice) is < 0 and var error) run.Condemn(Errors.ChildPriorityRefused(name, options.Priority!.Value, -error));
            run._channel.Send((uint)ChildFrame.Setup, setup.ToBytes());
            onStarted(run);
            ChildMonitor.Add(run);
            return run;
        }
        catch (PlatformIOException error)
        {
            mine?.Dispose();
            streams?.Dispose();
            throw new ChildProcessException(Errors.ChildNotStarted(name, program.Path, error.Message), name, 0, null, null, error);
        }
    }

    /// <summary>Hands the process to another owner: a warm host becomes a child. False when it has ended, which the old owner hears.</summary>
    internal bool TryGiveTo(IChildRunOwner owner)
    {
        lock (_gate)
        {
            if (_isReaped) return false;
            _owner = owner;
            return true;
        }
    }

    internal void Send(EntryCall call, string name, Type? resultType, ResultCarrier? carrier)
    {
        call.Send(_channel, name, resultType, carrier);
        if (_channel.HasUnsent) ChildMonitor.Wake();
    }

    internal void Terminate() => _process.Signal(SIGTERM);

    internal void Kill() => _process.Signal(SIGKILL);

    /// <summary>Waits until the monitor has reaped the process.</summary>
    internal void WaitReaped(int milliseconds)
    {
        lock (_gate)
        {
            if (!_isReaped) Monitor.Wait(_gate, milliseconds);
        }
    }

    /// <summary>Has the process killed if it has not ended after <paramref name="time"/>.</summary>
    internal void KillAfter(TimeSpan time)
    {
        Volatile.Write(ref _deadline, After(time));
        ChildMonitor.Wake();
    }

    /// <summary>Kills the process for a reason that then explains its end.</summary>
    internal void Condemn(string verdict)
    {
        Verdict ??= verdict;
        Kill();
    }

    /// <summary>The monitor says that the channel can be read or written, or was closed.</summary>
    internal void OnChannelReady()
    {
        _channel.Continue();
        try
        {
            while (_channel.TryReceive() is { } frame)
            {
                if (frame.Kind == (uint)ChildFrame.Hello) Greet(frame.Payload);
                else _owner.OnFrame(this, frame);
            }
        }
        catch (InvalidDataException error)
        {
            _channel.Dispose();
            Condemn(Errors.ChildBrokeProtocol("", Id, error.Message));
        }
    }

    /// <summary>The monitor says that the process may have ended; true when it had, and then it is done with.</summary>
    /// <param name="forget">Called before the owner hears of the end.</param>
    internal bool OnMayHaveEnded(Action<ChildRun> forget)
    {
        if (!_process.TryReap(out ExitStatus status)) return false;
        forget(this);
        // What it sent before its end is in the socket's buffer by now, all of it.
        OnChannelReady();
        _channel.Dispose();
        IChildRunOwner owner;
        lock (_gate)
        {
            _isReaped = true;
            Monitor.PulseAll(_gate);
            owner = _owner;
        }

        owner.OnEnded(this, status);
        return true;
    }

    /// <summary>The monitor says that the deadline has passed.</summary>
    internal void OnDeadline()
    {
        Volatile.Write(ref _deadline, NoDeadline);
        if (!IsEntered) TimedOut = true;
        Kill();
    }

    private void Greet(byte[] hello)
    {
        if (!hello.AsSpan().SequenceEqual(ChildHello.Ours())) throw new InvalidDataException("it runs another version of the library; the program's files were replaced since this process started.");
        IsEntered = true;
        // A deadline that somebody set to end the child stays.
        Interlocked.CompareExchange(ref _deadline, NoDeadline, _startDeadline);
    }

    private static long After(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? NoDeadline : Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static List<string> EnvironmentOf(ProgramCommand program, ChildOptions options, string variable)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry present in Environment.GetEnvironmentVariables()) variables[(string)present.Key] = (string?)present.Value;
        foreach (var (name, value) in options.Environment ?? new Dictionary<string, string?>()) variables[name] = value;
        variables.Remove(ChildVariable.Name);
        if (program.Way != EntryWay.Main) variables[ChildVariable.Name] = variable;
        if (program.Way == EntryWay.Hook) variables[ProgramCommand.HookVariable] = ProgramCommand.HooksWithOurs(variables.GetValueOrDefault(ProgramCommand.HookVariable));

        return [.. variables.Where(static v => v.Value is not null).Select(static v => $"{v.Key}={v.Value}")];
    }
}
