using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Multiprocessing.Diagnostics;
using Multiprocessing.Processes;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>A child process whose entry point returns a value: awaiting the child gives it.</summary>
/// <typeparam name="TResult">The type of the value. It travels as a message, as arguments do.</typeparam>
/// <inheritdoc cref="ChildProcess" path="/remarks"/>
public sealed class ChildProcess<TResult> : ChildProcess
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Task<TResult> _task;

    internal ChildProcess(EntryCall call, ChildOptions options)
        : base(call, options, typeof(TResult))
    {
        if (typeof(TResult) == typeof(ValueTask) || (typeof(TResult).IsGenericType && typeof(TResult).GetGenericTypeDefinition() == typeof(ValueTask<>)))
            throw Errors.ResultIsValueTask(call.Entry.DisplayName);
        // A type that cannot travel is refused before anything starts.
        _ = MessageCodec<TResult>.Default;
        _task = Relay(_completion.Task);
    }

    /// <summary>The value that the entry point returned; does not wait.</summary>
    /// <exception cref="InvalidOperationException">The child has not ended.</exception>
    /// <exception cref="ChildProcessException">The entry point threw, or the child ended without a result.</exception>
    /// <exception cref="OperationCanceledException">The child was terminated.</exception>
    public TResult Result
    {
        get
        {
            if (!HasExited) throw Errors.ChildNotEnded(Name, Id);
            CompleteOnce();
            return _task.GetAwaiter().GetResult();
        }
    }

    /// <summary>The child's result as a task.</summary>
    /// <returns>A task that ends when the process has ended.</returns>
    public override Task<TResult> AsTask() => _task;

    /// <summary>Makes the child awaitable: until its process has ended.</summary>
    /// <returns>An awaiter that gives the entry point's result, or throws <see cref="ChildProcessException"/> or <see cref="OperationCanceledException"/>.</returns>
    public new TaskAwaiter<TResult> GetAwaiter() => _task.GetAwaiter();

    private protected override ResultCarrier? CreateCarrier() => ResultCarrier.For<TResult>();

    private protected override void Complete(ChildOutcome outcome)
    {
        if (outcome.Error is not null) _completion.SetException(outcome.Error);
        else Read(outcome.Result);
        Carrier?.Dispose();
    }

    private static async Task<TResult> Relay(Task<TResult> completion) => await completion.ConfigureAwait(false);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever reading the result throws is given to those who await it.")]
    private void Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using TransferScope scope = Carrier?.Scope() ?? TransferScope.None;
            TResult result = ArgumentCodec<TResult>.ReadValue(bytes, scope);
            scope.Commit();
            _completion.SetResult(result);
        }
        catch (Exception error)
        {
            _completion.SetException(error);
        }
    }
}
