namespace Multiprocessing.Tests.Managers.Sessions;

/// <summary>Answers when it is told to.</summary>
internal sealed class LateGrants : ILateGrants, IDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Begun => _begun.Task;

    internal Task Disposed => _disposed.Task;

    internal LateGrants? Opened { get; set; }

    public void Answer() => _answer.TrySetResult();

    public ValueTask<string> TakeAsync(CancellationToken ct = default) => ValueTask.FromResult("ticket");

    public void Return(string ticket)
    {
    }

    public async ValueTask<ILateGrants?> OpenAsync()
    {
        _begun.TrySetResult();
        await _answer.Task;
        return Opened;
    }

    public void Listen(Action heard)
    {
    }

    public void Dispose() => _disposed.TrySetResult();
}
