using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Objects of every kind, nested in a user's record, go to other processes by every way there is, and arrive as the same objects.</summary>
public sealed class EveryKindTransferTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(120);

    private static readonly ChildOptions s_mortal = new() { Environment = new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = "0" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryKind_AsArgumentOfAChild_IsTheSame()
    {
        using var bundle = Bundle.Make();
        await ChildProcess.Start(static bundle => bundle.Use(), bundle).AsTask().WaitAsync(s_long, Token);
        bundle.AssertUsed();
    }

    [Fact]
    public async Task EveryKind_ThroughAQueue_IsTheSame()
    {
        using var bundle = Bundle.Make();
        using var queue = InterprocessQueue.Create<Bundle>();
        var child = ChildProcess.Start(static queue => queue.Take().Use(), queue);
        queue.Put(bundle, Token);
        await child.AsTask().WaitAsync(s_long, Token);
        bundle.AssertUsed();
    }

    [Fact]
    public async Task EveryKind_ThroughAJoinableQueueAndBack_IsTheSame()
    {
        using var bundle = Bundle.Make();
        using var jobs = InterprocessJoinableQueue.Create<Bundle>();
        using var results = InterprocessQueue.Create<Bundle>();
        var child = ChildProcess.Start(
            static (jobs, results) =>
            {
                var job = jobs.Take();
                job.Item.Use();
                job.Complete(results, job.Item);
            },
            jobs, results);
        jobs.Put(bundle, Token);
        await child.AsTask().WaitAsync(s_long, Token);
        using Bundle back = results.Take(s_long, Token);
        back.AssertUsed();
        jobs.Join(s_long, Token);
    }

    [Fact]
    public async Task EveryKind_ThroughAPipe_IsTheSame()
    {
        using var bundle = Bundle.Make();
        var (left, right) = InterprocessPipe.Create<Bundle>();
        var child = ChildProcess.Start(static end => end.Take().Use(), right);
        left.Put(bundle, Token);
        await child.AsTask().WaitAsync(s_long, Token);
        bundle.AssertUsed();
        left.Dispose();
        right.Dispose();
    }

    /// <summary>All but the raw ones, which nothing holds, live by the message alone.</summary>
    [Fact]
    public void EveryKind_SenderKilled_LivesInTheMessage()
    {
        using var raw = SharedMemory.Create(100);
        using var list = ShareableList.Create([1, "two"]);
        using var queue = InterprocessQueue.Create<Bundle>();
        using var sent = InterprocessManualResetEvent.Create();
        using (var child = ChildProcess.Start(
            static (queue, sent, raw, list) =>
            {
                queue.Put(Bundle.Make(raw, list));
                sent.Set();
                new ManualResetEventSlim().Wait();
            },
            queue, sent, raw, list, s_mortal))
        {
            sent.Wait(s_long, Token);
            child.Kill();
            Assert.True(child.TryWait(s_long, Token));
        }

        using Bundle bundle = queue.Take(s_long, Token);
        bundle.Use();
        bundle.AssertUsed();
        SharedMemory.Remove(raw.Name);
        ShareableList.Remove(list.Name);
    }

    internal sealed record Bundle(
        InterprocessLock Gate, InterprocessRecursiveLock Recursive, InterprocessSemaphore Signals, InterprocessSemaphore Permits, InterprocessManualResetEvent Manual, InterprocessAutoResetEvent Auto,
        InterprocessCondition Condition, InterprocessBarrier Barrier, SharedArray<long> Array, SharedValue<int> Value, GuardedValue<long> Guarded, SharedMemory Raw, ShareableList List, Inner Inner) : IDisposable
    {
        private bool _ownsRaw;

        internal static Bundle Make()
        {
            Bundle made = Make(SharedMemory.Create(100), ShareableList.Create([1, "two"]));
            made._ownsRaw = true;
            return made;
        }

        internal static Bundle Make(SharedMemory raw, ShareableList list)
        {
            var gate = InterprocessLock.Create();
            var (left, right) = InterprocessPipe.Create<string>();
            return new Bundle(
                gate, InterprocessRecursiveLock.Create(), InterprocessSemaphore.Create(0, 10, SemaphoreKind.Signals), InterprocessSemaphore.Create(2, 2), InterprocessManualResetEvent.Create(),
                InterprocessAutoResetEvent.Create(), InterprocessCondition.Create(gate), InterprocessBarrier.Create(1), SharedArray.Create<long>(10), SharedValue.Create<int>(), GuardedValue.Create<long>(),
                raw, list, new Inner([InterprocessQueue.Create<string>()], InterprocessJoinableQueue.Create<int>(), left, right));
        }

        /// <summary>Leaves a mark in each of them.</summary>
        internal void Use()
        {
            using (Gate.Enter())
            using (Recursive.Enter())
            {
                Condition.NotifyAll();
                Array[9] = 9;
            }

            Signals.Release(3);
            using (Permits.Enter()) Manual.Set();
            Auto.Set();
            Barrier.Wait();
            Value.Value = 7;
            Guarded.Update(static (ref value) => value = 8);
            Raw.AsSpan()[99] = 99;
            List[1] = "2wo";
            Inner.Queues[0].Put("queued");
            Inner.Jobs.Put(5);
            Inner.Left.Put("piped");
        }

        internal void AssertUsed()
        {
            Assert.Equal(9, Array[9]);
            Assert.Equal(3, Signals.CurrentCount);
            Assert.Equal(2, Permits.CurrentCount);
            Assert.True(Manual.IsSet);
            Assert.True(Auto.TryWait(TimeSpan.Zero, Token));
            Assert.Equal(7, Value.Value);
            Assert.Equal(8, Guarded.Value);
            Assert.Equal(99, Raw.AsSpan()[99]);
            Assert.Equal("2wo", List[1]);
            Assert.Equal("queued", Inner.Queues[0].Take(Token));
            Assert.Equal(5, Inner.Jobs.Take(Token).Item);
            Assert.Equal("piped", Inner.Right.Take(Token));
            Assert.Equal(1, Barrier.Wait(s_long, Token) + 1);
            using (Gate.Enter(s_long, Token)) Assert.False(Recursive.ToString().Contains("held", StringComparison.Ordinal));
        }

        public void Dispose()
        {
            foreach (IDisposable one in (IDisposable[])[Condition, Gate, Recursive, Signals, Permits, Manual, Auto, Barrier, Array, Value, Guarded, Raw, List, .. Inner.Queues, Inner.Jobs, Inner.Left, Inner.Right])
                one.Dispose();
            if (!_ownsRaw) return;
            SharedMemory.Remove(Raw.Name);
            ShareableList.Remove(List.Name);
        }
    }

    internal sealed record Inner(List<InterprocessQueue<string>> Queues, InterprocessJoinableQueue<int> Jobs, PipeEnd<string> Left, PipeEnd<string> Right);
}
