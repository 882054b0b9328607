using System.Collections.Concurrent;
using Multiprocessing.TestHost.Managers;

namespace Multiprocessing.Tests.Managers;

/// <summary>Callbacks, events and progress.</summary>
public abstract partial class ManagerContract
{
    [Fact]
    public async Task Callback_IsCalledWhereItIs()
    {
        IFeed feed = Inventory.OpenFeed();
        int calls = 0;
        Assert.Equal(42, feed.Apply(number =>
        {
            calls++;
            return number * 2;
        }, 21));
        Assert.Equal(1, calls);
        Assert.Equal("apple 3", await feed.ApplyAsync(
            static async (stock, _) =>
            {
                await Task.Yield();
                return $"{stock.Sku} {stock.Count}";
            },
            new Stock("apple", 3)));
        Assert.True(feed.TryParse(int.TryParse, "17", out int number));
        Assert.Equal(17, number);
        Assert.False(feed.TryParse(int.TryParse, "x", out _));
    }

    [Fact]
    public async Task Callback_ThatThrows_ThrowsAtItsCallerAndBack()
    {
        IFeed feed = Inventory.OpenFeed();
        Assert.Equal("no", Assert.Throws<KeyNotFoundException>(() => feed.Apply(static _ => throw new KeyNotFoundException("no"), 1)).Message);
        await Assert.ThrowsAsync<FormatException>(() => feed.ApplyAsync(static (_, _) => Task.FromException<string>(new FormatException("no")), new Stock("apple", 3)));
    }

    [Fact]
    public void Callback_ThatCallsItsObject_IsLetIn()
    {
        IFeed feed = Inventory.OpenFeed();
        Assert.Equal(7, feed.Apply(number => number + feed.Apply(static inner => inner * 2, 3), 1));
    }

    [Fact]
    public void Callback_IsKnownAgainAndComesHomeAsItself()
    {
        IFeed feed = Inventory.OpenFeed();
        var texts = new ConcurrentQueue<string>();
        Assert.True(feed.Keep(texts.Enqueue));
        feed.CallKept("a");
        Assert.False(feed.Keep(texts.Enqueue));
        feed.CallKept("b");
        Assert.Equal(["a"], texts);
        Func<int, int> function = static number => number;
        Assert.Same(function, feed.SameFunction(function));
        Assert.Null(feed.SameFunction(null));
        Func<int, int> adder = feed.Adder(5);
        Assert.Equal(12, adder(7));
        Assert.Same(adder, feed.SameFunction(adder));
    }

    [Fact]
    public async Task Event_ReachesAllHandlersInOrder()
    {
        IFeed feed = Inventory.OpenFeed();
        var seen = new ConcurrentQueue<int>();
        var emptied = new SemaphoreSlim(0);
        object? sender = null;
        EventHandler<Stock> first = (from, stock) =>
        {
            sender = from;
            seen.Enqueue(stock.Count);
        };
        EventHandler<Stock> second = (_, stock) => seen.Enqueue(-stock.Count);
        await WithoutContextAsync(() =>
        {
            feed.Changed += first;
            feed.Changed += second;
            feed.Changed += first;
            feed.Emptied += () => emptied.Release();
        });
        feed.Raise(2);
        await emptied.WaitAsync(Token);
        await UntilAsync(() => seen.Count == 6);
        Assert.Equal([0, 0, 0, 1, -1, 1], seen);
        Assert.Same(feed, sender);
        feed.Changed -= first;
        feed.Changed -= second;
        feed.Changed -= second;
        feed.Raise(1);
        await UntilAsync(() => seen.Count == 7);
        feed.Changed -= first;
        Assert.Equal(0, feed.Handlers);
        feed.Raise(1);
        await emptied.WaitAsync(Token);
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public async Task Event_RunsItsHandlersOnTheContextOnWhichTheyWereAdded()
    {
        IFeed feed = Inventory.OpenFeed();
        var context = new CountingContext();
        SynchronizationContext? before = SynchronizationContext.Current;
        var handled = new TaskCompletionSource<SynchronizationContext?>(TaskCreationOptions.RunContinuationsAsynchronously);
        SynchronizationContext.SetSynchronizationContext(context);
        feed.Changed += (_, _) => handled.TrySetResult(SynchronizationContext.Current);
        SynchronizationContext.SetSynchronizationContext(before);
        feed.Raise(1);
        await handled.Task.WaitAsync(Token);
        Assert.Equal(Distance, context.Posts);
    }

    [Fact]
    public async Task Progress_IsHeardInOrderBeforeTheCallEnds()
    {
        IFeed feed = Inventory.OpenFeed();
        var heard = new List<int>();
        var progress = new ListProgress(heard);
        feed.Work(1000, progress);
        Assert.Equal(Enumerable.Range(1, 1000), heard);
        heard.Clear();
        await feed.WorkAsync(300, progress, Token);
        Assert.Equal(Enumerable.Range(1, 300), heard);
        await feed.WorkAsync(3, null, Token);
    }

    /// <summary>How many processes, or what stands for them, are between a caller and the object.</summary>
    private protected virtual int Distance => 1;

    private static async Task WithoutContextAsync(Action action)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        action();
        SynchronizationContext.SetSynchronizationContext(before);
        await Task.CompletedTask;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(5, Token);
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        internal int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }

    private sealed class ListProgress(List<int> heard) : IProgress<int>
    {
        public void Report(int value) => heard.Add(value);
    }
}
