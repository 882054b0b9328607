using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Processes;

/// <summary>Shared objects as arguments and results of children: they arrive attached to the same thing, and live as long as anybody needs them.</summary>
public sealed class ChildTransferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Argument_AnonymousArray_IsTheSameMemory()
    {
        using var array = SharedArray.Create<double>(4);
        await ChildProcess.Start(static array =>
        {
            array[2] = 1.5;
            array.Dispose();
        }, array);
        Assert.Equal(1.5, array[2]);
    }

    [Fact]
    public async Task Argument_InsideTheUsersRecord_IsTheSameMemory()
    {
        using var work = new Work("sum", SharedArray.Create<long>(100), InterprocessLock.Create());
        await using var group = ChildProcess.StartMany(3, static work =>
        {
            for (int i = 0; i < 200; i++)
            {
                using (work.Gate.Enter()) work.Numbers[i % 100]++;
            }
        }, work);
        await group.WhenAllEnded().WaitAsync(Token);
        for (int i = 0; i < 100; i++) Assert.Equal(6, work.Numbers[i]);
    }

    [Fact]
    public async Task Argument_DisposedRightAfterTheStart_StillArrives()
    {
        ChildProcess<double> child;
        using (var array = SharedArray.Create<double>(4))
        {
            array[1] = 7;
            child = ChildProcess.Start(static array => array[1], array);
        }

        await using (child) Assert.Equal(7, await child);
    }

    [Fact]
    public async Task Argument_OfAGroup_StaysForLaterChildren()
    {
        ChildGroup group;
        using (var go = InterprocessManualResetEvent.Create())
        {
            group = ChildProcess.StartMany(1, static go => go.Wait(), go, new ChildOptions { Restart = Restart.OnCrash(1) });
            await using var exits = group.Exits(Token).GetAsyncEnumerator(Token);
            ProcessSignals.Send(group[0].Id, ProcessSignals.SIGKILL);
            Assert.True(await exits.MoveNextAsync());
            Assert.True(exits.Current.IsRestarted);
            _ = group.Add();
            go.Set();
        }

        await using (group) await group.WhenAllEnded().WaitAsync(Token);
    }

    [Fact]
    public async Task Queues_BetweenParentAndChildren_CarryTheWork()
    {
        using var numbers = InterprocessJoinableQueue.Create<int>();
        using var squares = InterprocessQueue.Create<long>();
        await using var workers = ChildProcess.StartMany(2, static (numbers, squares) =>
        {
            foreach (var job in numbers.TakeAll()) job.Complete(squares, (long)job.Item * job.Item);
        }, numbers, squares);
        numbers.PutMany([.. Enumerable.Range(1, 500)], Token);
        numbers.Complete();
        squares.CompleteWhen(workers.WhenAllEnded());
        long total = 0;
        foreach (long square in squares.TakeAll(Token)) total += square;
        Assert.Equal(Enumerable.Range(1, 500).Sum(static n => (long)n * n), total);
    }

    [Fact]
    public async Task Result_AnonymousObjectOfTheChild_OutlivesIt()
    {
        using SharedArray<int> array = await ChildProcess.Start(static () =>
        {
            var array = SharedArray.Create<int>(3);
            array[0] = 11;
            return array;
        });
        Assert.Equal(11, array[0]);
    }

    [Fact]
    public void Argument_ThatCannotTravel_IsRefusedWithThePath()
    {
        var error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(static (Holder holder) => { }, new Holder("x", Stream.Null)));
        Assert.Contains("Stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Result_ThatCannotTravel_IsRefusedBeforeAnythingStarts() => Assert.Throws<ArgumentException>(() => ChildProcess.Start(static () => Stream.Null));

    internal sealed record Work(string Name, SharedArray<long> Numbers, InterprocessLock Gate) : IDisposable
    {
        public void Dispose()
        {
            Numbers.Dispose();
            Gate.Dispose();
        }
    }

    internal sealed record Holder(string Name, Stream Stream);
}
