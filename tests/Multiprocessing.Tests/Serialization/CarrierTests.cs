using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Tests.Serialization;

/// <summary>Shared objects in the messages of queues: alive as long as the message is, gone with the last user.</summary>
public sealed class CarrierTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Object_HeldByAMessageAlone_LivesUntilItIsTaken()
    {
        using var queue = InterprocessQueue.Create<Parcel>();
        var grid = SharedArray.Create<int>(10);
        grid[3] = 33;
        var gate = InterprocessLock.Create();
        queue.Put(new Parcel("one", grid, [gate]), Token);
        grid.Dispose();
        gate.Dispose();
        Parcel parcel = queue.Take(Token);
        Assert.Equal(33, parcel.Grid[3]);
        using (parcel.Locks[0].Enter(Token)) Assert.Equal("one", parcel.Name);
        Assert.Empty(Holds(queue));
        parcel.Grid.Dispose();
        parcel.Locks[0].Dispose();
    }

    [Fact]
    public async Task Object_OfASenderThatWasKilled_LivesUntilItIsTaken()
    {
        using var queue = InterprocessQueue.Create<SharedArray<int>>();
        using var sent = InterprocessManualResetEvent.Create();
        await using var child = ChildProcess.Start(
            static (queue, sent) =>
            {
                var made = SharedArray.Create<int>(10);
                made[3] = 33;
                queue.Put(made);
                sent.Set();
                new ManualResetEventSlim().Wait();
            },
            queue, sent,
            // A killed runtime leaves its debugger's files behind.
            new ChildOptions { Environment = new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = "0" } });
        sent.Wait(TimeSpan.FromSeconds(120), Token);
        child.Kill();
        Assert.True(child.TryWait(TimeSpan.FromSeconds(60), Token));
        using SharedArray<int> taken = queue.Take(Token);
        Assert.Equal(33, taken[3]);
    }

    [Fact]
    public void Message_NeverTaken_GoesWithItsQueueAndFreesWhatItHeld()
    {
        string file;
        using (var queue = InterprocessQueue.Create<SharedArray<int>>())
        {
            using (var grid = SharedArray.Create<int>(10))
            {
                queue.Put(grid, Token);
                file = Assert.Single(Holds(queue));
            }

            Assert.True(File.Exists(file));
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Message_ThatFailsToBeWritten_DropsItsHolds()
    {
        using var queue = InterprocessQueue.Create<Parcel>();
        using var grid = SharedArray.Create<int>(1);
        var closed = InterprocessLock.Create();
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Put(new Parcel("x", grid, [closed]), Token));
        Assert.Empty(Holds(queue));
    }

    [Fact]
    public void Queue_InItsOwnMessage_IsRefused()
    {
        using var queue = InterprocessQueue.Create<Envelope>();
        using var other = InterprocessQueue.Create<Envelope>();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => queue.Put(new Envelope(queue), Token));
        Assert.Contains("own message", error.Message, StringComparison.Ordinal);
        queue.Put(new Envelope(other), Token);
        using InterprocessQueue<Envelope> arrived = queue.Take(Token).Queue!;
        arrived.Put(new Envelope(null), Token);
        Assert.Null(other.Take(Token).Queue);
    }

    [Fact]
    public void Handle_OfSomethingElse_IsRefusedClearly()
    {
        using var grid = SharedArray.Create<int>(4);
        TransferHandle handle = ((ITransferable)grid).Export(TransferScope.Unheld);
        Assert.Throws<SegmentMismatchException>(() => TransferTypes.Attach<SharedArray<double>>(handle, TransferScope.Unheld));
        Assert.Throws<SegmentMismatchException>(() => TransferTypes.Attach<InterprocessLock>(handle, TransferScope.Unheld));
        Assert.Throws<SegmentMissingException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Incarnation = handle.Incarnation + 2 }, TransferScope.Unheld));
        Assert.Throws<SegmentMissingException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Registry = 1, Domain = "/dev/shm/mp-none" }, TransferScope.Unheld));
        Assert.Throws<SegmentMissingException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Registry = 1, Domain = "relative" }, TransferScope.Unheld));
        Assert.Throws<InvalidMessageException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Incarnation = 0 }, TransferScope.Unheld));
        Assert.Throws<InvalidMessageException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Name = "../escape" }, TransferScope.Unheld));
        foreach (string hold in (string[])["../x", ".hold-../../x", "/etc/passwd", ".hold-zz-1", "registry"])
            Assert.Throws<InvalidMessageException>(() => TransferTypes.Attach<SharedArray<int>>(handle with { Hold = hold }, TransferScope.Unheld));
    }

    [Fact]
    public void Commit_OfAMessageThatNamesAnothersHold_LeavesThatAlone()
    {
        using var one = InterprocessQueue.Create<SharedArray<int>>();
        using var two = InterprocessQueue.Create<SharedArray<int>>();
        using var grid = SharedArray.Create<int>(1);
        one.Put(grid, Token);
        string hold = Path.GetFileName(Assert.Single(Holds(one)));
        using (CarrierScope scope = new(two.Queue.Segment))
        {
            TransferHandle forged = ((ITransferable)grid).Export(TransferScope.Unheld) with { Hold = hold };
            using (TransferTypes.Attach<SharedArray<int>>(forged, scope)) scope.Commit();
        }

        Assert.Single(Holds(one));
        one.Take(Token).Dispose();
        Assert.Empty(Holds(one));
    }

    [Fact]
    public void AllSharedTypes_ThroughAQueue_ArriveAsTheSame()
    {
        using var queue = InterprocessQueue.Create<All>(options: new QueueOptions { CapacityBytes = 1 << 20 });
        using var gate = InterprocessLock.Create();
        using var recursive = InterprocessRecursiveLock.Create();
        All sent = new(
            gate, recursive, InterprocessSemaphore.Create(2, 3), InterprocessManualResetEvent.Create(), InterprocessAutoResetEvent.Create(), InterprocessBarrier.Create(2),
            InterprocessCondition.Create(gate), InterprocessCondition.Create(recursive), SharedArray.Create<Guid>(3), SharedValue.Create<int>(), InterprocessQueue.Create<string>(),
            InterprocessJoinableQueue.Create<int>());
        queue.Put(sent, Token);
        All read = queue.Take(Token);
        using (gate.Enter(Token)) Assert.False(read.Lock.TryEnter(out _));
        sent.Event.Set();
        Assert.True(read.Event.IsSet);
        sent.Value.Value = 5;
        Assert.Equal(5, read.Value.Value);
        sent.Array[2] = Guid.AllBitsSet;
        Assert.Equal(Guid.AllBitsSet, read.Array[2]);
        sent.Queue.Put("x", Token);
        Assert.Equal("x", read.Queue.Take(Token));
        Assert.Equal(2, read.Semaphore.CurrentCount);
        Assert.Equal(2, read.Barrier.ParticipantCount);
        using (read.Lock.Enter(Token)) read.Condition.NotifyAll();
        using (read.Recursive.Enter(Token)) read.RecursiveCondition.NotifyAll();
        Assert.Empty(Holds(queue));
        sent.Dispose();
        read.Dispose();
    }

    private static string[] Holds<T>(InterprocessQueue<T> queue) =>
        Directory.GetFiles(Domain.Current.Directory, SegmentName.HoldsOf(queue.Queue.Segment.Incarnation) + "*");

    internal sealed record Parcel(string Name, SharedArray<int> Grid, List<InterprocessLock> Locks);

    internal sealed record Envelope(InterprocessQueue<Envelope>? Queue);

    internal sealed record All(
        InterprocessLock Lock, InterprocessRecursiveLock Recursive, InterprocessSemaphore Semaphore, InterprocessManualResetEvent Event, InterprocessAutoResetEvent Auto,
        InterprocessBarrier Barrier, InterprocessCondition Condition, InterprocessCondition RecursiveCondition, SharedArray<Guid> Array, SharedValue<int> Value,
        InterprocessQueue<string> Queue, InterprocessJoinableQueue<int> Joinable) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable one in (IDisposable[])[Lock, Recursive, Semaphore, Event, Auto, Barrier, Condition, RecursiveCondition, Array, Value, Queue, Joinable]) one.Dispose();
        }
    }
}
