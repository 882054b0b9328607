using Microsoft.Extensions.Logging;
using Multiprocessing.Managers.Telemetry;

using Multiprocessing.Managers.Calling;

namespace Multiprocessing.Managers;

/// <summary>
/// The turn of one object: its calls, and the continuations of its asynchronous members, run one after another, in the order in which they came, on any thread.
/// </summary>
/// <remarks>
/// <para>It is the synchronization context of the members, so what they await comes back here. An asynchronous member gives the turn away at each await
/// (<see cref="TurnPolicy.Interleaved"/>) or lets continuations alone in until it ends (<see cref="TurnPolicy.Exclusive"/>). A <see cref="TurnPolicy.Concurrent"/> object has
/// no turn: its calls go straight to the threads.</para>
/// <para>Re-entry. A call may wait for one that needs the turn which the first one holds: its member calls an object of a client, and that calls back. Both calls are of one <see cref="Chain"/>,
/// and the second is let in at a moment when the first one waits: on the thread of a synchronous member that waits for its call (<see cref="TurnLoan"/>), or between two continuations of an exclusive one.
/// So two of its members never run at the same time, whatever the chain.</para>
/// </remarks>
internal sealed class Turn : SynchronizationContext
{
    // After so many the rest waits behind the work of other objects.
    private const int BatchSize = 64;

    [ThreadStatic]
    private static Turn? t_current;

    private readonly Lock _gate = new();
    private readonly Queue<TurnWork> _continuations = [];
    private readonly Queue<TurnWork> _calls = [];
    private readonly SendOrPostCallback _begin;
    private TurnLoan? _loan;
    private ServedCall? _holder;
    private int _chainedCount;
    private bool _isScheduled;

    internal Turn(TurnPolicy policy)
    {
        Policy = policy;
        _begin = state => Begin((ServedCall)state!);
    }

    /// <summary>The turn that this thread is in.</summary>
    internal static Turn? OfThread => t_current;

    internal TurnPolicy Policy { get; }

    private Queue<TurnWork> NewCalls => Policy == TurnPolicy.Exclusive ? _calls : _continuations;

    /// <summary>Runs a call when it is its turn.</summary>
    internal void Start(ServedCall call)
    {
        if (Policy == TurnPolicy.Concurrent) TurnThreads.Run(static state => _ = ((ServedCall)state!).RunAsync().AsTask(), call);
        else Enqueue(NewCalls, new TurnWork(_begin, call, call.ArrivedChain));
    }

    /// <summary>Whether a call that comes now begins at once.</summary>
    internal bool IsFree
    {
        get
        {
            if (Policy == TurnPolicy.Concurrent) return true;
            lock (_gate) return !IsTaken;
        }
    }

    private bool IsTaken => _isScheduled || _holder is not null || _continuations.Count > 0 || _calls.Count > 0;

    /// <summary>Takes the turn for this thread where it is free, for <see cref="RunEntered"/>.</summary>
    internal bool TryEnter()
    {
        if (Policy == TurnPolicy.Concurrent) return true;
        lock (_gate)
        {
            return !IsTaken && (_isScheduled = true);
        }
    }

    /// <summary>Runs a call on this thread, which has entered, and gives the turn on. Whether the call has ended.</summary>
    internal bool RunEntered(ServedCall call)
    {
        if (Policy == TurnPolicy.Concurrent) return Begin(call);
        t_current = this;
        SetSynchronizationContext(this);
        bool hasEnded = Begin(call);
        SetSynchronizationContext(null);
        t_current = null;
        lock (_gate)
        {
            if (_continuations.Count == 0 && _calls.Count == 0)
            {
                _isScheduled = false;
                return hasEnded;
            }
        }

        TurnThreads.Run(static turn => ((Turn)turn!).RunBatch(), this);
        return hasEnded;
    }

    /// <summary>Closes an object that nobody refers to any more, after the calls that came before.</summary>
    internal void Close(object target, ILogger log)
    {
        if (target is not (IAsyncDisposable or IDisposable)) return;
        Enqueue(NewCalls, new TurnWork(static state => _ = ((Closing)state!).RunAsync(), new Closing(target, null, log), null));
    }

    /// <summary>Closes an object that others may still call; completes when it is closed.</summary>
    internal Task CloseAsync(object target, ILogger log)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(_continuations, new TurnWork(static state => _ = ((Closing)state!).RunAsync(), new Closing(target, closed, log), null));
        return closed.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => Post(d, state, null);

    /// <summary>Runs a continuation of a member that came in with a chain.</summary>
    internal void Post(SendOrPostCallback callback, object? state, Chain? chain) => Enqueue(_continuations, new TurnWork(callback, state, chain));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The turn of a shared object cannot be waited for; use Post.");

    /// <summary>The member that this thread runs in the turn is going to wait: calls of its chain may come in until <see cref="TakeBack"/>.</summary>
    internal TurnLoan Lend(Chain chain, SyncCall waiter)
    {
        var loan = new TurnLoan(this, chain, waiter, _loan);
        lock (_gate)
        {
            _loan = loan;
            if (_chainedCount > 0)
            {
                MoveTo(loan, _continuations);
                MoveTo(loan, _calls);
            }
        }

        return loan;
    }

    /// <summary>The member goes on. What was not run yet is run where the turn is lent below, or after the member.</summary>
    internal void TakeBack(TurnLoan loan)
    {
        lock (_gate)
        {
            _loan = loan.Outer;
            while (loan.Works.TryDequeue(out TurnWork work))
            {
                if (loan.Outer?.Chain == loan.Chain)
                {
                    // Its waiter is this thread, which looks after it next.
                    loan.Outer.Works.Enqueue(work);
                }
                else
                {
                    _continuations.Enqueue(work);
                    _chainedCount++;
                }
            }
        }
    }

    internal bool HasWork(TurnLoan loan)
    {
        lock (_gate) return loan.Works.Count > 0;
    }

    /// <summary>Runs what came for a loan, on the thread that lends.</summary>
    internal void RunLent(TurnLoan loan)
    {
        SynchronizationContext? own = SynchronizationContext.Current;
        ExecutionContext? context = ExecutionContext.Capture();
        while (true)
        {
            TurnWork work;
            lock (_gate)
            {
                if (!loan.Works.TryDequeue(out work)) return;
            }

            Run(work);
            if (context is not null) ExecutionContext.Restore(context);
            SetSynchronizationContext(own);
        }
    }

    private sealed record Closing(object Target, TaskCompletionSource? Closed, ILogger Log)
    {
        /// <summary>What Dispose throws has nobody but the log to be told to: the object is left as it is.</summary>
        internal async Task RunAsync()
        {
            try
            {
                if (Target is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
                else (Target as IDisposable)?.Dispose();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                ManagerLog.DisposeFailed(Log, Target.GetType(), e);
            }

            Closed?.TrySetResult();
        }
    }

    private void Run(TurnWork work)
    {
        SetSynchronizationContext(work.Chain is null ? this : new ReentryContext(this, work.Chain));
        work.Callback(work.State);
    }

    /// <summary>Begins a call in the turn; whether it has ended.</summary>
    private bool Begin(ServedCall call)
    {
        ValueTask running = call.RunAsync();
        if (running.IsCompleted) return true;
        if (Policy != TurnPolicy.Exclusive)
        {
            _ = running.AsTask();
            return false;
        }

        lock (_gate)
        {
            // A call that came in while another one holds the turn is part of that one.
            if (_holder is not null) return false;
            _holder = call;
        }

        _ = ReleaseAfterAsync(running);
        return false;
    }

    private async Task ReleaseAfterAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        lock (_gate)
        {
            _holder = null;
            if (_isScheduled || (_calls.Count == 0 && _continuations.Count == 0)) return;
            _isScheduled = true;
        }

        TurnThreads.Run(static state => ((Turn)state!).RunBatch(), this);
    }

    private void Enqueue(Queue<TurnWork> queue, TurnWork work)
    {
        lock (_gate)
        {
            if (work.Chain is not null && _loan is { } loan && loan.Chain == work.Chain)
            {
                loan.Works.Enqueue(work);
                loan.Waiter.Call();
                return;
            }

            queue.Enqueue(work);
            if (work.Chain is not null) _chainedCount++;
            if (_isScheduled) return;
            _isScheduled = true;
        }

        TurnThreads.Run(static turn => ((Turn)turn!).RunBatch(), this);
    }

    private void RunBatch()
    {
        t_current = this;
        for (int i = 0; i < BatchSize; i++)
        {
            TurnWork next;
            lock (_gate)
            {
                if (!TryTake(out next))
                {
                    t_current = null;
                    _isScheduled = false;
                    return;
                }

                if (next.Chain is not null) _chainedCount--;
            }

            Run(next);
            // Neither an AsyncLocal nor a culture that one caller's member set is seen by the next one's.
            TurnThreads.RestoreContext();
        }

        t_current = null;
        TurnThreads.Run(static turn => ((Turn)turn!).RunBatch(), this);
    }

    private bool TryTake(out TurnWork work)
    {
        if (_continuations.TryDequeue(out work)) return true;
        if (_holder is null) return _calls.TryDequeue(out work);
        return _chainedCount > 0 && _holder.ChainIfAny is { } chain && TryTakeOf(chain, out work);
    }

    /// <summary>Takes the first call of a chain; the others keep their order.</summary>
    private bool TryTakeOf(Chain chain, out TurnWork taken)
    {
        taken = default;
        bool isFound = false;
        for (int left = _calls.Count; left > 0; left--)
        {
            TurnWork work = _calls.Dequeue();
            if (!isFound && work.Chain == chain) (taken, isFound) = (work, true);
            else _calls.Enqueue(work);
        }

        return isFound;
    }

    private void MoveTo(TurnLoan loan, Queue<TurnWork> queue)
    {
        for (int left = queue.Count; left > 0; left--)
        {
            TurnWork work = queue.Dequeue();
            if (work.Chain == loan.Chain)
            {
                loan.Works.Enqueue(work);
                _chainedCount--;
            }
            else
            {
                queue.Enqueue(work);
            }
        }
    }
}
