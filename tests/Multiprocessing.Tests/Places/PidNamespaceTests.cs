using Multiprocessing.TestHost.Verbs;
using Multiprocessing.Testing;

namespace Multiprocessing.Tests.Places;

/// <summary>Processes of two pid namespaces on one place, as containers are that share /dev/shm: a pid says nothing there, and nobody is robbed or forgotten.</summary>
public sealed class PidNamespaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lock_HolderInAnotherNamespaceKilled_WaiterIsTold(bool hasFallback)
    {
        Wrapped.SkipUnlessPermitted();
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        try
        {
            await using var holder = TestProcess.Start<HoldLockVerb>(Inside(hasFallback), name);
            await holder.ExpectAsync("ready", Token);
            await holder.SendAsync("enter");
            await holder.ExpectAsync("entered", Token);
            // It lives, though its pid is nobody's here, or somebody else's.
            Assert.False(gate.TryEnter(TimeSpan.FromSeconds(2), out _, Token));
            Task<LockScope> waiting = Task.Factory.StartNew(() => gate.Enter(TimeSpan.FromSeconds(60), Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            holder.Kill();
            using LockScope scope = await waiting;
            Assert.True(scope.WasAbandoned);
        }
        finally
        {
            InterprocessLock.Remove(name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lock_HolderOutsideKilled_WaiterInsideIsTold(bool hasFallback)
    {
        Wrapped.SkipUnlessPermitted();
        string name = TestRun.NewName();
        using var gate = InterprocessLock.Create(name);
        try
        {
            await using var holder = TestProcess.Start<HoldLockVerb>(name);
            await holder.ExpectAsync("ready", Token);
            await holder.SendAsync("enter");
            await holder.ExpectAsync("entered", Token);
            await using var waiter = TestProcess.Start<HoldLockVerb>(Inside(hasFallback), name);
            await waiter.ExpectAsync("ready", Token);
            await waiter.SendAsync("enter");
            await waiter.ExpectAsync("at", Token);
            // One that is stopped keeps it.
            await holder.StopAsync();
            Assert.False(gate.TryEnter(TimeSpan.FromSeconds(2), out _, Token));
            holder.Continue();
            await holder.KillAsync();
            Assert.Equal("abandoned", await waiter.ExpectAsync("entered", Token));
            await waiter.SendAsync("leave");
            await waiter.ExpectAsync("left", Token);
            await waiter.SendAsync("end");
            await waiter.EndAsync(Token);
        }
        finally
        {
            InterprocessLock.Remove(name);
        }
    }

    private static TestProcessOptions Inside(bool hasFallback) => new()
    {
        Wrapper = Wrapped.InPidNamespace(),
        Environment = hasFallback ? new Dictionary<string, string?> { ["MP_NO_FUTEX_WAITV"] = "1" } : [],
    };
}
