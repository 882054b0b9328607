namespace Multiprocessing.Tests.Serialization;

/// <summary>Shared objects as arguments and results of child processes.</summary>
public sealed class ChildTransferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_SharedObjects_ArriveAttachedToTheSame()
    {
        using var queue = InterprocessQueue.Create<string>();
        using var grid = SharedArray.Create<double>(100);
        using var gate = InterprocessLock.Create();
        using var go = InterprocessManualResetEvent.Create();
        go.Set();
        await ChildProcess.Start(
            static (queue, grid, gate, go) =>
            {
                Assert.True(go.IsSet);
                using (gate.Enter()) grid[5] = 1.5;
                queue.Put("from the child", default(CancellationToken));
            },
            queue, grid, gate, go);
        Assert.Equal("from the child", queue.Take(Token));
        Assert.Equal(1.5, grid[5]);
    }

    [Fact]
    public async Task Arguments_PlainRecordsAndNulls_Arrive()
    {
        string text = await ChildProcess.Start(
            static (Order order, int[]? none, string? missing, List<Line> lines) => $"{order} {none is null} {missing is null} {lines.Count}",
            new Order(7, [new Line("a", 2)]), (int[]?)null, (string?)null, new List<Line> { new("b", 1) });
        Assert.Contains("Number = 7", text, StringComparison.Ordinal);
        Assert.EndsWith("True True 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Argument_NestedInARecord_ArrivesAttached()
    {
        using var grid = SharedArray.Create<long>(4);
        using var hits = SharedValue.Create<long>();
        using var gate = InterprocessLock.Create();
        await ChildProcess.Start(
            static work =>
            {
                using (work.Gate.Enter())
                {
                    work.Parts["first"][1] = 11;
                    work.Hits!.Value += 5;
                }

                work.Dispose();
            },
            new Work(gate, new() { ["first"] = grid }, hits));
        Assert.Equal(11, grid[1]);
        Assert.Equal(5, hits.Value);
    }

    [Fact]
    public async Task Argument_DisposedByTheParentAtOnce_LivesForTheChild()
    {
        using var told = InterprocessQueue.Create<int>();
        var numbers = InterprocessQueue.Create<int>();
        numbers.Put(42, Token);
        await using var child = ChildProcess.Start(static (numbers, told) => told.Put(numbers.Take()), numbers, told);
        numbers.Dispose();
        await child;
        Assert.Equal(42, told.Take(Token));
    }

    [Fact]
    public async Task Result_WithSharedObjects_OutlivesTheChild()
    {
        (SharedArray<int> grid, string name) = await ChildProcess.Start(static () =>
        {
            var made = SharedArray.Create<int>(10);
            made[3] = 33;
            return (made, "made");
        });
        using (grid)
        {
            Assert.Equal(33, grid[3]);
            Assert.Equal("made", name);
        }
    }

    [Fact]
    public async Task Condition_AsArgument_WorksWithItsLock()
    {
        using var gate = InterprocessLock.Create();
        using var changed = InterprocessCondition.Create(gate);
        using var value = SharedValue.Create<int>();
        await using var child = ChildProcess.Start(
            static (gate, changed, value) =>
            {
                using (gate.Enter(Token))
                {
                    value.Value = 1;
                    changed.NotifyAll();
                }
            },
            gate, changed, value);
        using (gate.Enter(Token))
            changed.WaitFor(() => value.Value == 1, TimeSpan.FromSeconds(60), Token);
        await child;
    }

    [Fact]
    public void Argument_ThatCannotTravel_IsRefusedBeforeAnythingStarts()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ChildProcess.Start(static job => job.Stream.Flush(), new Job("x", null!)));
        Assert.Contains("Job.Stream: FileStream", error.Message, StringComparison.Ordinal);
        ArgumentException result = Assert.Throws<ArgumentException>(() => ChildProcess.Start(static () => new Job("x", null!)));
        Assert.Contains("Job.Stream: FileStream", result.Message, StringComparison.Ordinal);
    }

    internal sealed record Line(string Sku, int Count);

    internal sealed record Order(int Number, List<Line> Lines);

    internal sealed record Work(InterprocessLock Gate, Dictionary<string, SharedArray<long>> Parts, SharedValue<long>? Hits) : IDisposable
    {
        public void Dispose()
        {
            Gate.Dispose();
            Hits?.Dispose();
            foreach (SharedArray<long> part in Parts.Values) part.Dispose();
        }
    }

    internal sealed record Job(string Name, FileStream Stream);
}
