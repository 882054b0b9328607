using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Processes of this program that were started beforehand and wait for something to run: a child in milliseconds.</summary>
/// <remarks>
/// <para>A host has the runtime, this library and the program's own assembly loaded. Each is used for one child, so that no child sees another's state, and then replaced.
/// When none is left, a child starts as <see cref="ChildProcess.Start(Action, ChildOptions?)"/> starts it.</para>
/// <para><b>Threads.</b> All members may be called from any thread.</para>
/// <para><b>Processes.</b> A host that is killed is replaced; if that happens to the host that just got a child, before its entry point began, the child runs in a new process.
/// Idle hosts end with this process and with the disposing of this object; children that run already go on, since they belong to whoever started them.</para>
/// <para><b>Cost.</b> About 10 MB of memory for an idle host, and no processor time. A child costs what it takes to send it its arguments; its replacement costs a process start,
/// in the background.</para>
/// <example><code>
/// await using var hosts = await WarmHosts.StartAsync(4);
/// int answer = await hosts.Start(static x => Work(x), 42);
/// </code></example>
/// <para>CPython's counterpart: <c>set_forkserver_preload</c>.</para>
/// </remarks>
public sealed partial class WarmHosts : IChildRunOwner, IAsyncDisposable, IDisposable
{
    private const int FailureCountMax = 3;
    private const string HostName = "warm host";

    private readonly Lock _gate = new();
    private readonly ChildOptions _options;
    private readonly List<ChildRun> _hosts = [];
    private readonly HashSet<ChildRun> _ready = [];
    private readonly TaskCompletionSource _whenReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _whenEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failureCount;
    private bool _isDisposed;

    private WarmHosts(int count, ChildOptions options)
    {
        Count = count;
        _options = options;
    }

    /// <summary>How many hosts are kept.</summary>
    public int Count { get; }

    /// <summary>How many hosts are idle and ready at this moment.</summary>
    public int ReadyCount
    {
        get
        {
            lock (_gate) return _ready.Count;
        }
    }

    /// <summary>The processes that are idle or on their way to it, for tests.</summary>
    internal int[] HostIds
    {
        get
        {
            lock (_gate) return [.. _hosts.Select(static host => host.Id)];
        }
    }

    /// <summary>Starts the hosts and waits until all are ready.</summary>
    /// <param name="count">How many to keep ready, 1 or more.</param>
    /// <param name="options">How the processes are started, and how the children in them live; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up, and ends the hosts.</param>
    /// <returns>The hosts. Disposing them ends those that are idle.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">This program cannot be entered: it was compiled ahead of time, or trimmed, without what the package adds for it.</exception>
    /// <exception cref="ChildProcessException">A host could not be started, or ended before it was ready.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<WarmHosts> StartAsync(int count, ChildOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var hosts = new WarmHosts(count, ChildProcess.Check(options));
        try
        {
            for (int i = 0; i < count; i++) hosts.AddHost();
            await hosts._whenReady.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return hosts;
        }
        catch
        {
            await hosts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    void IChildRunOwner.OnFrame(ChildRun run, Frame frame)
    {
        if (frame.Kind == (uint)ChildFrame.Threw) run.Condemn(ChildFailure.Read(frame.Payload).Message);
        if (frame.Kind != (uint)ChildFrame.Ready) return;
        lock (_gate)
        {
            if (!_hosts.Contains(run)) return;
            _ready.Add(run);
            _failureCount = 0;
            if (_ready.Count == Count) _whenReady.TrySetResult();
        }
    }

    void IChildRunOwner.OnEnded(ChildRun run, ExitStatus status)
    {
        bool isReplaced;
        lock (_gate)
        {
            _hosts.Remove(run);
            _failureCount++;
            _ready.Remove(run);
            // A host that nobody can start is not tried for ever; children then start in new processes, and say why they cannot.
            isReplaced = !_isDisposed && _failureCount < FailureCountMax;
            if (_isDisposed && _hosts.Count == 0) _whenEnded.TrySetResult();
        }

        if (!_whenReady.Task.IsCompleted) _whenReady.TrySetException(Failure(run, status));
        run.Streams.Dispose();
        if (isReplaced) ReplaceLater();
    }

    /// <summary>Ends the idle hosts.</summary>
    public void Dispose()
    {
        using var ended = new ManualResetEventSlim();
        BeginEnd().ContinueWith(static (_, state) => ((ManualResetEventSlim)state!).Set(), ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        ended.Wait();
    }

    /// <summary>Ends the idle hosts.</summary>
    /// <returns>A task that ends when they have.</returns>
    public async ValueTask DisposeAsync() => await BeginEnd().ConfigureAwait(false);

    private ChildProcess Begin(EntryCall call)
    {
        using EntryCall.Use use = call.BeginUse();
        return Begin(ChildProcess.Create(call, _options));
    }

    private ChildProcess<TResult> Begin<TResult>(EntryCall call)
    {
        using EntryCall.Use use = call.BeginUse();
        return Begin(new ChildProcess<TResult>(call, _options));
    }

    private TChild Begin<TChild>(TChild child)
        where TChild : ChildProcess
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        child.Began = ReplaceLater;
        while (Take() is { } host)
        {
            if (child.TryLaunchIn(host)) return child;
        }

        child.Launch();
        return child;
    }

    /// <summary>The host that has been ready, or at least has been starting, for the longest time; null when there is none.</summary>
    private ChildRun? Take()
    {
        lock (_gate)
        {
            ChildRun? host = _hosts.Find(_ready.Contains) ?? _hosts.FirstOrDefault();
            if (host is null) return null;
            _hosts.Remove(host);
            _ready.Remove(host);
            return host;
        }
    }

    private void AddHost()
    {
        string? directory = _options.WorkingDirectory is null ? null : Path.GetFullPath(_options.WorkingDirectory);
        ChildRun.Start(ProgramCommand.Current, _options, new ChildSetup(_options.DieWithParent, directory, isWarmHost: true), HostName, this, run =>
        {
            lock (_gate)
            {
                _hosts.Add(run);
                if (_isDisposed) run.Kill();
            }
        });
    }

    /// <summary>Starts what is missing, on a pool thread: the child that took a host comes first.</summary>
    private void ReplaceLater() => ThreadPool.UnsafeQueueUserWorkItem(static hosts => hosts.Replace(), this, preferLocal: false);

    private void Replace()
    {
        try
        {
            while (!_isDisposed && IsMissing()) AddHost();
        }
        catch (ChildProcessException error)
        {
            // The system is short of processes or memory at this moment. Children start in new processes meanwhile, and the next one tries to replace again.
            _whenReady.TrySetException(error);
        }
    }

    private bool IsMissing()
    {
        lock (_gate) return _hosts.Count < Count;
    }

    private Task BeginEnd()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (_hosts.Count == 0) _whenEnded.TrySetResult();
            foreach (var host in _hosts) host.Kill();
        }

        return _whenEnded.Task;
    }

    private static ChildProcessException Failure(ChildRun run, ExitStatus status)
    {
        int? code = ChildProcess.CodeOf(status);
        string message = run.Verdict ?? Errors.ChildEndedEarly(HostName, run.Id, Errors.HowEnded(code, status.Signal), run.Streams.ErrorTail());
        return new ChildProcessException(message, HostName, run.Id, code, status.Signal);
    }
}
