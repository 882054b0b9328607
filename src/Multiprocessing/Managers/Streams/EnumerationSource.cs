using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Multiprocessing.Managers.Streams;

/// <summary>
/// One enumeration of an asynchronous sequence. A call for items is answered as soon as there is one, with all that came without waiting. A step that waits is kept for the next
/// call, so nothing is lost between two of them, and the object's turn is free meanwhile.
/// </summary>
/// <remarks>
/// <para>The other end asks for a batch while it hands out the one before, so at most two are ahead of the consumer: 64 items, or 256 KiB and two items.</para>
/// <para>A step that waits is ended by the token, which the member got too. One that ignores it is given a second; then the other end goes on, and the <c>finally</c> blocks
/// run when the step has ended.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The token sources have no timer once the enumeration has ended; late calls may still come to them.")]
internal sealed class EnumerationSource<T>(IAsyncEnumerable<T> items, CancellationTokenSource stop) : StreamSource
{
    private const int BatchCountMax = 32;
    private const int BatchSizeMax = 128 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _outOfPatience = new();
    private IAsyncEnumerator<T>? _enumerator;
    private Task<bool>? _step;
    private ExceptionDispatchInfo? _error;
    private Task? _ending;
    private bool _isStepping;

    internal override async ValueTask NextAsync(ServedCall call)
    {
        call.EndAsyncArguments();
        if (_isStepping) throw Errors.StreamMisused();
        _isStepping = true;
        CancellationTokenRegistration registration = call.CancellationToken.UnsafeRegister(static source => ((EnumerationSource<T>)source!).Stop(), this);
        try
        {
            call.Write(await FillAsync(call) ? LastTag : MoreTag);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
        finally
        {
            // Without waiting for a callback that runs: it may be the sequence's own code.
            registration.Unregister();
            _isStepping = false;
        }
    }

    public override ValueTask DisposeAsync() => new(_ending ??= CloseAsync());

    /// <summary>Writes items; true after the last one.</summary>
    private async ValueTask<bool> FillAsync(ServedCall call)
    {
        _error?.Throw();
        int count = 0;
        try
        {
            for (; count < BatchCountMax && call.ResultSize < BatchSizeMax; count++)
            {
                if (_ending is not null) return true;
                bool? isItem = await StepAsync(mayWait: count == 0);
                if (isItem is null) return _ending is not null;
                if (isItem == false)
                {
                    await DisposeAsync();
                    return true;
                }

                call.Write(ItemTag);
                call.Write(_enumerator!.Current);
            }

            return false;
        }
        catch (Exception e) when (count > 0)
        {
            // The items before it go first.
            _error = ExceptionDispatchInfo.Capture(e);
            return false;
        }
    }

    /// <summary>Whether there is a next item; null when it does not come now, or is not wanted any more.</summary>
    private async ValueTask<bool?> StepAsync(bool mayWait)
    {
        _enumerator ??= items.GetAsyncEnumerator(stop.Token);
        if (_step is null)
        {
            ValueTask<bool> step = _enumerator.MoveNextAsync();
            if (step.IsCompleted) return await step;
            _step = step.AsTask();
        }

        if (!mayWait && !_step.IsCompleted) return null;
        bool isItem = await _step.WaitAsync(_outOfPatience.Token);
        if (_ending is not null) return null;
        _step = null;
        return isItem;
    }

    /// <summary>Tells the sequence that nobody wants it any more. From any thread.</summary>
    private void Stop()
    {
        try
        {
            _outOfPatience.CancelAfter(s_patience);
            stop.Cancel();
        }
        catch (AggregateException)
        {
            // What the sequence's own registrations with the token throw is nobody's answer: the stream ends by its step, as any.
        }
    }

    private async Task CloseAsync()
    {
        // The turn may come back here at once, to a step that has ended: it finds the end noted.
        await Task.Yield();
        Stop();
        Task<bool>? step = _step;
        try
        {
            if (step is not null) await step.WaitAsync(_outOfPatience.Token);
        }
        catch (OperationCanceledException) when (!step!.IsCompleted)
        {
            _ = CloseAfterAsync(step);
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The stream is not wanted any more, so what its last step threw is nobody's answer.
            System.Diagnostics.Debug.WriteLine(e);
        }

        if (_enumerator is not null) await _enumerator.DisposeAsync();
    }

    /// <summary>Waits for a step that ignores its token; in the turn, as all else.</summary>
    private async Task CloseAfterAsync(Task<bool> step)
    {
        try
        {
            await step;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            System.Diagnostics.Debug.WriteLine(e);
        }

        await _enumerator!.DisposeAsync();
    }
}
