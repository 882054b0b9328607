namespace Multiprocessing.Scenarios.Cards;

/// <summary>The object of the cards rpc and many-clients.</summary>
internal sealed class Counter : ICounter
{
    private static readonly ManualResetEventSlim s_never = new();

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _total;

    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: true);

    public long LiveBytes => GC.GetTotalMemory(forceFullCollection: true);

    public long Add(long n) => _total += n;

    public string Echo(string text) => text;

    public byte[] Return(byte[] bytes) => bytes;

    public void Block() => s_never.Wait(50);

    public async Task WaitAsync() => await _release.Task;

    public void Release() => _release.TrySetResult();
}
