using System.Collections;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>Child processes that run the same entry point with the same arguments: workers.</summary>
/// <remarks>
/// <para><b>Threads.</b> All members may be called from any thread.</para>
/// <para><b>Processes.</b> A child that ends or is killed leaves the others as they are. With <see cref="ChildOptions.Restart"/> a crashed one is started again in
/// its place. Disposing the group ends all its children.</para>
/// <para><b>Cost.</b> That of its children; waiting holds no thread.</para>
/// <example><code>
/// await using var workers = ChildProcess.StartMany(4, static queue => Work(queue), queue, new ChildOptions { Restart = Restart.OnCrash(3) });
/// await foreach (ChildExit exit in workers.Exits()) Console.WriteLine($"{exit.Name}: {exit.ExitCode}");
/// </code></example>
/// <para>CPython's counterpart: a list of <c>multiprocessing.Process</c>.</para>
/// </remarks>
public sealed class ChildGroup : IReadOnlyList<ChildProcess>, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly EntryCall _call;
    private readonly ChildOptions _options;
    private readonly List<ChildProcess> _children = [];
    private readonly List<ChildExit> _exits = [];
    private readonly ManualResetEventSlim _ended = new();
    private readonly TaskCompletionSource _whenAllEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _nextExit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runningCount;
    private bool _isClosed;

    internal ChildGroup(EntryCall call, ChildOptions options)
    {
        _call = call;
        call.AddUser();
        _options = options;
    }

    /// <summary>How many children the group has had, those that ended among them.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _children.Count;
        }
    }

    /// <summary>How many of them have not ended for good.</summary>
    public int RunningCount => Volatile.Read(ref _runningCount);

    /// <summary>A child by its place, in the order of their starts; a restarted child keeps its place.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such child.</exception>
    public ChildProcess this[int index]
    {
        get
        {
            lock (_gate) return _children[index];
        }
    }

    /// <summary>Starts one more child with the group's entry point, arguments and options.</summary>
    /// <returns>The child, which belongs to the group.</returns>
    /// <exception cref="InvalidOperationException">All children have ended, or the group was disposed: those who waited for the end have gone on.</exception>
    /// <exception cref="ChildProcessException">The system refused to start the process.</exception>
    public ChildProcess Add()
    {
        ChildProcess child;
        lock (_gate)
        {
            string name = _options.Name ?? _call.Entry.DisplayName;
            if (_isClosed) throw Errors.GroupHasEnded(name);
            child = ChildProcess.Create(_call, _options, _children.Count, $"{name} {_children.Count}");
            child.Exited = OnExited;
            // Started under the lock: the child is in the list, with its process, before its end can be told.
            child.Launch();
            _children.Add(child);
            _runningCount++;
        }

        return child;
    }

    /// <summary>The end of the group: when every child has ended, with no restart to come.</summary>
    /// <returns>
    /// A task that ends then. It fails with the children's <see cref="ChildProcessException"/>s if an entry point threw, or if no child at all ended normally: there may be
    /// work that nobody did. A worker that was killed while another one ended normally does not count as failure, since the others go on with what is left.
    /// </returns>
    public Task WhenAllEnded() => _whenAllEnded.Task;

    /// <summary>The ends of the group's processes as they come, from the first one on, also those that were before the call. It ends when all have ended.</summary>
    /// <param name="cancellationToken">Ends the enumeration, not the children.</param>
    /// <returns>Who ended, how, and whether it was started again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<ChildExit> Exits([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int next = 0; ; next++)
        {
            if (await ExitAsync(next, cancellationToken).ConfigureAwait(false) is not { } exit) yield break;
            yield return exit;
        }
    }

    /// <summary>Terminates all children (see <see cref="ChildProcess.Terminate"/>).</summary>
    public void Terminate()
    {
        foreach (var child in this) child.Terminate();
    }

    /// <summary>Kills all children.</summary>
    public void Kill()
    {
        foreach (var child in this) child.Kill();
    }

    /// <summary>Waits until all children have ended, or the time is up.</summary>
    /// <param name="timeout">Zero, the default, only looks; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the children.</param>
    /// <returns>Whether all have ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool TryWait(TimeSpan timeout = default, CancellationToken cancellationToken = default) => _ended.Wait(timeout, cancellationToken);

    /// <summary>Waits until all children have ended.</summary>
    /// <param name="cancellationToken">Ends the wait, not the children.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken = default) => _ended.Wait(cancellationToken);

    /// <summary>Waits until all children have ended, at most for a time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the children.</param>
    /// <exception cref="TimeoutException">A child still runs.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (_ended.Wait(timeout, cancellationToken)) return;
        var running = this.FirstOrDefault(static child => !child.HasExited);
        if (running is not null) throw Errors.ChildStillRuns(running.Name, running.Id, timeout);
    }

    /// <summary>The children, in the order of their starts, as they are now.</summary>
    /// <returns>An enumerator over a copy.</returns>
    public IEnumerator<ChildProcess> GetEnumerator()
    {
        ChildProcess[] children;
        lock (_gate) children = [.. _children];
        return ((IEnumerable<ChildProcess>)children).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Name, number of children, and how many run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"group '{_options.Name ?? _call.Entry.DisplayName}' of {Count} children, {RunningCount} running";

    /// <summary>Ends all children that still run, as <see cref="ChildProcess.Dispose"/> does, at the same time.</summary>
    public void Dispose()
    {
        foreach (var child in BeginEnd()) child.Dispose();
    }

    /// <summary>Ends all children that still run, as <see cref="ChildProcess.Dispose"/> does, at the same time.</summary>
    /// <returns>A task that ends when all have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in BeginEnd()) await child.DisposeAsync().ConfigureAwait(false);
    }

    private ChildGroup BeginEnd()
    {
        lock (_gate) Close();
        foreach (var child in this) child.BeginEnd();
        return this;
    }

    /// <summary>No child will be added any more, so the group itself needs the call no longer.</summary>
    private void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        _call.RemoveUser();
    }

    private async Task<ChildExit?> ExitAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (index < _exits.Count) return _exits[index];
                if (_ended.IsSet) return null;
                next = _nextExit.Task;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void OnExited(ChildExit exit)
    {
        TaskCompletionSource told;
        bool isLast = false;
        lock (_gate)
        {
            _exits.Add(exit);
            if (!exit.IsRestarted) isLast = --_runningCount == 0;
            if (isLast)
            {
                Close();
                _ended.Set();
            }

            told = _nextExit;
            _nextExit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.SetResult();
        if (isLast) TellEnd();
    }

    private void TellEnd()
    {
        // Nobody adds to the list any more.
        var final = _exits.Where(static exit => !exit.IsRestarted).Select(static exit => exit.Error).ToList();
        var failures = final.OfType<ChildProcessException>().ToList();
        bool anyThrew = failures.Any(static failure => failure.RemoteType is not null);
        if (anyThrew || (failures.Count > 0 && failures.Count == final.Count)) _whenAllEnded.SetException(failures);
        else _whenAllEnded.SetResult();
    }
}
