using Multiprocessing.TestHost.Managers;
using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Managers;

/// <summary>Many callers over one connection: who reads for whom changes all the time, and nobody is left waiting.</summary>
public class ManyCallersTests : ConnectedTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(2, 2000)]
    [InlineData(1000, 10)]
    public async Task Threads_OverOneConnection_AllGetTheirOwnAnswers(int threads, int each)
    {
        IInventory inventory = Manager.Get<IInventory>("concurrent");
        var done = new CountdownEvent(threads);
        int wrong = 0;
        for (int t = 0; t < threads; t++)
        {
            int number = t;
            new Thread(() =>
            {
                for (int i = 0; i < each; i++)
                {
                    if (inventory.Sum(number, i) != number + i) Interlocked.Increment(ref wrong);
                }

                done.Signal();
            }, 256 * 1024)
            { IsBackground = true }.Start();
        }

        Assert.True(await Task.Run(() => done.Wait(s_patience, Token), Token));
        Assert.Equal(0, wrong);
        Assert.Equal(0, Manager.PendingCalls);
    }

    [Fact]
    public async Task SynchronousAndAsynchronousCallers_Together_AllGetTheirOwnAnswers()
    {
        IInventory inventory = Manager.Get<IInventory>("concurrent");
        Task[] sync = [.. Enumerable.Range(0, 8).Select(n => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < 300; i++) Assert.Equal(n + i, inventory.Sum(n, i));
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        Task[] async = [.. Enumerable.Range(0, 64).Select(async n =>
        {
            for (int i = 0; i < 100; i++) Assert.Equal([(byte)i, (byte)n], await inventory.ReverseAsync([(byte)n, (byte)i], Token));
        })];
        await Task.WhenAll([.. sync, .. async]).WaitAsync(s_patience, Token);
    }

    [Fact]
    public async Task Calls_CancelledUnderLoad_EndAndTheRestGoesOn()
    {
        IInventory inventory = Manager.Get<IInventory>();
        Task[] callers = [.. Enumerable.Range(0, 16).Select(async n =>
        {
            for (int i = 0; i < 50; i++)
            {
                using var cancellation = new CancellationTokenSource();
                Task sleeping = inventory.SleepAsync(cancellation.Token);
                int count = await inventory.GetCountAsync(Token);
                Assert.Equal(0, count);
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
            }
        })];
        await Task.WhenAll(callers).WaitAsync(s_patience, Token);
        Assert.Equal(0, Manager.PendingCalls);
    }

    /// <summary>As in a program all of whose pool's threads wait for a lock: each must wake without another one.</summary>
    [Fact]
    public async Task SynchronousForms_WithoutAThreadOfThePool_AreAnswered()
    {
        await using TestProcess process = TestProcess.Start<NoPoolVerb>(Server.Address);
        await process.ExpectAsync("none", Token);
        await process.ExpectAsync("done", Token);
        await process.EndAsync(Token);
    }

    [Fact]
    public async Task Continuation_ThatBlocksOnAnotherCall_HoldsUpNobody()
    {
        IInventory inventory = Manager.Get<IInventory>("concurrent");
        Task[] callers = [.. Enumerable.Range(0, 32).Select(async n =>
        {
            await inventory.GetCountAsync(Token).ConfigureAwait(false);
            // In the midst of a batch of continuations, for a call that is not sent yet.
            Assert.Equal([(byte)n], inventory.ReverseAsync([(byte)n], Token).AsTask().GetAwaiter().GetResult());
        })];
        await Task.WhenAll(callers).WaitAsync(s_patience, Token);
    }
}
