using Multiprocessing;

namespace WordCount;

/// <summary>Live objects that travel together, as one argument: in the child they are attached to the same memory.</summary>
public sealed record SharedObjects(
    SharedArray<long> Progress, SharedValue<long> WordsSeen, SharedValue<long> WorkersStarted, SharedValue<long> FilesDone, InterprocessManualResetEvent Stop) : IDisposable
{
    public static SharedObjects Create(int workers) => new(
        SharedArray.Create<long>(workers), SharedValue.Create<long>(), SharedValue.Create<long>(), SharedValue.Create<long>(), InterprocessManualResetEvent.Create());

    public void Dispose()
    {
        Progress.Dispose();
        WordsSeen.Dispose();
        WorkersStarted.Dispose();
        FilesDone.Dispose();
        Stop.Dispose();
    }
}
