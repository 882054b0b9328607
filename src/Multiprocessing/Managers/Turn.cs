namespace Multiprocessing.Managers;

/// <summary>
/// The turn of one object: its calls, and the continuations of its asynchronous members, run one after another, in the order in which they came, on any thread.
/// </summary>
/// <remarks>
/// <para>It is the synchronization context of the members, so what they await comes back here. An asynchronous member gives the turn away at each await
/// (<see cref="TurnPolicy.Interleaved"/>) or lets continuations alone in until it ends (<see cref="TurnPolicy.Exclusive"/>). A <see cref="TurnPolicy.Concurrent"/> object has
/// no turn: its calls go straight to the threads.</para>
/// </remarks>
internal sealed class Turn(TurnPolicy policy) : SynchronizationContext
{
    // After so many the rest waits behind the work of other objects.
    private const int BatchSize = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _continuations = [];
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _calls = [];
    private bool _isScheduled;
    private bool _isHeld;

    internal TurnPolicy Policy { get; } = policy;

    /// <summary>Runs a call when it is its turn.</summary>
    internal void Start(ServedCall call)
    {
        if (Policy == TurnPolicy.Concurrent) TurnThreads.Run(static state => _ = ((ServedCall)state!).RunAsync().AsTask(), call);
        else Enqueue(Policy == TurnPolicy.Exclusive ? _calls : _continuations, state => Begin((ServedCall)state!), call);
    }

    /// <summary>Closes an object that nobody refers to any more, after the calls that came before.</summary>
    internal void Close(object target)
    {
        if (target is not (IAsyncDisposable or IDisposable)) return;
        Enqueue(Policy == TurnPolicy.Exclusive ? _calls : _continuations, static state => _ = ((Closing)state!).RunAsync(), new Closing(target, null));
    }

    /// <summary>Closes an object that others may still call; completes when it is closed.</summary>
    internal Task CloseAsync(object target)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(_continuations, static state => _ = ((Closing)state!).RunAsync(), new Closing(target, closed));
        return closed.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(_continuations, d, state);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The turn of a shared object cannot be waited for; use Post.");

    private sealed record Closing(object Target, TaskCompletionSource? Closed)
    {
        /// <summary>What Dispose throws has nobody to be told to: the object is left as it is.</summary>
        internal async Task RunAsync()
        {
            try
            {
                if (Target is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
                else (Target as IDisposable)?.Dispose();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                System.Diagnostics.Debug.WriteLine(e);
            }

            Closed?.TrySetResult();
        }
    }

    private void Begin(ServedCall call)
    {
        ValueTask running = call.RunAsync();
        if (Policy != TurnPolicy.Exclusive || running.IsCompleted) return;
        lock (_gate) _isHeld = true;
        _ = ReleaseAfterAsync(running);
    }

    private async Task ReleaseAfterAsync(ValueTask running)
    {
        await running.ConfigureAwait(false);
        lock (_gate)
        {
            _isHeld = false;
            if (_isScheduled || (_calls.Count == 0 && _continuations.Count == 0)) return;
            _isScheduled = true;
        }

        TurnThreads.Run(static state => ((Turn)state!).RunBatch(), this);
    }

    private void Enqueue(Queue<(SendOrPostCallback, object?)> queue, SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            queue.Enqueue((callback, state));
            if (_isScheduled) return;
            _isScheduled = true;
        }

        TurnThreads.Run(static turn => ((Turn)turn!).RunBatch(), this);
    }

    private void RunBatch()
    {
        SetSynchronizationContext(this);
        for (int i = 0; i < BatchSize; i++)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_gate)
            {
                if (!_continuations.TryDequeue(out next) && (_isHeld || !_calls.TryDequeue(out next)))
                {
                    _isScheduled = false;
                    return;
                }
            }

            next.Callback(next.State);
            // Neither an AsyncLocal nor a culture that one caller's member set is seen by the next one's.
            TurnThreads.RestoreContext();
            SetSynchronizationContext(this);
        }

        TurnThreads.Run(static turn => ((Turn)turn!).RunBatch(), this);
    }
}
