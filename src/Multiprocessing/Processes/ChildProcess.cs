using System.Runtime.CompilerServices;
using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>A static method or lambda of this program, running in a new process.</summary>
/// <remarks>
/// <para>The child is the same program, started once more: same file, same runtime, same environment. The library enters it before <c>Main</c>, runs the entry
/// point, sends the result back and exits, so <c>Main</c> never runs in a child and needs no special form. Awaiting the child gives its result, or throws what
/// became of it: <see cref="ChildProcessException"/> with the child's exception and its stack, or <see cref="OperationCanceledException"/> after
/// <see cref="Terminate"/>. What starts a child is a method or a lambda without captured variables; everything it needs goes with it as arguments.</para>
/// <para><b>Threads.</b> All members may be called from any thread. One thread of this process serves all its children.</para>
/// <para><b>Processes.</b> A child that is killed ends every wait for it at once. When this process ends, in whatever way, its children are killed, unless
/// <see cref="ChildOptions.DieWithParent"/> is false. Console output of the child goes to this process's console unless redirected. Of this process's open
/// files a child gets the standard streams and those that are not close-on-exec; none of the library's own.</para>
/// <para><b>Cost.</b> Starting takes this process 1 to 2 ms and the child the start of a .NET runtime, about 50 ms of one processor;
/// <see cref="WarmHosts"/> are started beforehand.</para>
/// <example><code>
/// int result = await ChildProcess.Start(static n => Fibonacci(n), 40);
/// </code></example>
/// <para>CPython's counterpart: <c>multiprocessing.Process</c>, start method <c>spawn</c>. Source: posix_spawn(3), pidfd_open(2), the runtime's host-startup-hook.md.</para>
/// </remarks>
public partial class ChildProcess : IChildRunOwner, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly TaskCompletionSource _whenEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _task;
    private readonly EntryCall _call;
    private readonly ChildOptions _options;
    private readonly Type? _resultType;
    private ChildRun? _run;
    private ChildIntent _intent;
    private ExitStatus _status;
    private int _restartCount;
    private bool _isStarted;
    private bool _isInHost;
    private ChildOutcome _outcome;
    private int _isCompleted;
    private int _callUse;
    private Frame? _answer;

    private protected ChildProcess(EntryCall call, ChildOptions options, Type? resultType)
    {
        _call = call;
        _options = options;
        _resultType = resultType;
        Name = options.Name ?? call.Entry.DisplayName;
        _task = Relay(_completion.Task);
    }

    /// <summary>The child's name: of its options, or of its entry point.</summary>
    public string Name { get; private protected init; }

    /// <summary>The process id, also after the end, when the system may have given it to another process. A restarted child has a new one.</summary>
    public int Id => _run!.Id;

    /// <summary>Whether the child has ended for good.</summary>
    public bool HasExited => _ended.IsSet;

    /// <summary>
    /// How the child ended: 0 when its entry point returned, 1 when it threw, 143 when it gave way to its token, what it passed to <c>Environment.Exit</c>,
    /// or 128 plus the signal's number. Null while it runs, and when other code of this process collected the status.
    /// </summary>
    public int? ExitCode => HasExited ? CodeOf(_status) : null;

    /// <summary>The number of the signal that ended the child, 9 for SIGKILL. Null while it runs, and when it ended by itself.</summary>
    public int? ExitSignal => HasExited ? _status.Signal : null;

    /// <summary>How often the child was started again after a crash (see <see cref="ChildOptions.Restart"/>).</summary>
    public int RestartCount => Volatile.Read(ref _restartCount);

    /// <summary>What is written here is the child's standard input; closing it ends that.</summary>
    /// <exception cref="InvalidOperationException">It is not redirected (<see cref="ChildOptions.RedirectStandardInput"/>).</exception>
    public Stream StandardInput => _run!.Streams.Input ?? throw Errors.StreamNotRedirected(Name, nameof(StandardInput));

    /// <summary>What the child writes on its standard output.</summary>
    /// <exception cref="InvalidOperationException">It is not redirected (<see cref="ChildOptions.RedirectStandardOutput"/>).</exception>
    public Stream StandardOutput => _run!.Streams.Output ?? throw Errors.StreamNotRedirected(Name, nameof(StandardOutput));

    /// <summary>What the child writes on its standard error.</summary>
    /// <exception cref="InvalidOperationException">It is not redirected (<see cref="ChildOptions.RedirectStandardError"/>).</exception>
    public Stream StandardError => _run!.Streams.Error ?? throw Errors.StreamNotRedirected(Name, nameof(StandardError));

    /// <summary>Told of each end of a process of this child, on the monitor's thread, before anybody who waits for the child's end goes on.</summary>
    internal Action<ChildExit>? Exited { get; set; }

    /// <summary>Told once: when the entry point begins, or when the child ends without.</summary>
    internal Action? Began { get; set; }

    /// <summary>What carries shared objects in the result; null when none can be in it.</summary>
    private protected ResultCarrier? Carrier { get; private set; }

    /// <summary>The child's place in its group.</summary>
    internal int Index { get; init; }

    /// <summary>Asks the child to stop, by SIGTERM.</summary>
    /// <remarks>
    /// An entry point that takes a <see cref="CancellationToken"/> has it cancelled, and ends when it likes; another one is ended by the signal at once.
    /// SIGTERM from elsewhere, and Ctrl-C on the terminal, do the same. Awaiting the child then throws <see cref="OperationCanceledException"/>, unless the entry point returned.
    /// Does nothing when the child has ended.
    /// </remarks>
    public void Terminate() => Ask(ChildIntent.Stop)?.Terminate();

    /// <summary>Ends the child at once, by SIGKILL: none of its code runs any more. Does nothing when it has ended.</summary>
    public void Kill() => Ask(ChildIntent.Kill)?.Kill();

    /// <summary>The child's end as a task: it fails as awaiting the child does.</summary>
    /// <returns>A task that ends when the process has ended.</returns>
    public virtual Task AsTask() => _task;

    /// <summary>Makes the child awaitable: until its process has ended.</summary>
    /// <returns>An awaiter that throws what became of the child: <see cref="ChildProcessException"/> or <see cref="OperationCanceledException"/>.</returns>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>Name, process id and state; never waits.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => HasExited
        ? $"child '{Name}' (process {Id}) {Errors.HowEnded(ExitCode, ExitSignal)}"
        : $"child '{Name}' (process {Id}) runs";

    /// <summary>The outcome is known: passes it to those who await. Called once.</summary>
    private protected virtual void Complete(ChildOutcome outcome)
    {
        if (outcome.Error is null) _completion.SetResult();
        else _completion.SetException(outcome.Error);
    }

    /// <summary>An async method makes of an <see cref="OperationCanceledException"/> a cancelled task, and keeps its message.</summary>
    private static async Task Relay(Task completion) => await completion.ConfigureAwait(false);

    private ChildRun? Ask(ChildIntent intent)
    {
        lock (_gate)
        {
            if (_ended.IsSet) return null;
            _intent = (ChildIntent)Math.Max((int)_intent, (int)intent);
            return _run;
        }
    }

    internal static int? CodeOf(ExitStatus status) => status.Signal is { } signal ? 128 + signal : status.Code;
}
