namespace Multiprocessing.Tests.CPython;

/// <summary>What CPython's <c>_TestLock</c> (Lib/test/_test_multiprocessing.py) asks of Lock and RLock.</summary>
public sealed class LockPortTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void TestLock_TakenOnce_SecondIsRefusedUntilReleased()
    {
        using var gate = InterprocessLock.Create();
        Assert.True(gate.TryEnter(out var first));
        Assert.False(gate.TryEnter(out _));
        first.Dispose();
        // CPython: ValueError. A scope frees its own hold, once.
        first.Dispose();
        Assert.True(gate.TryEnter(out var again));
        first.Dispose();
        Assert.True(again.IsHeld);
        again.Dispose();
    }

    [Fact]
    public void TestReprLock_FreeAndHeld_TellsWhich()
    {
        using var gate = InterprocessLock.Create();
        Assert.Contains("free", gate.ToString(), StringComparison.Ordinal);
        using var scope = gate.Enter(Token);
        Assert.Contains("held by", gate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TestRlock_TakenThreeTimes_FreeAfterTheThird()
    {
        using var gate = InterprocessRecursiveLock.Create();
        var scopes = new Stack<RecursiveLockScope>();
        for (int depth = 1; depth <= 3; depth++)
        {
            scopes.Push(gate.Enter(Token));
            Assert.Equal(depth, gate.Depth);
        }

        while (scopes.TryPop(out var scope)) scope.Dispose();
        Assert.Equal(0, gate.Depth);
        Assert.Contains("free", gate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TestReprRlock_Held_TellsTheHolder()
    {
        using var gate = InterprocessRecursiveLock.Create();
        using var scope = gate.Enter(Token);
        Assert.Contains("held", gate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TestLockContext_Using_FreeAfterwards()
    {
        using var gate = InterprocessLock.Create();
        using (gate.Enter(Token)) Assert.False(gate.TryEnter(out _));
        Assert.True(gate.TryEnter(out var scope));
        scope.Dispose();
    }

    [Fact]
    public async Task TestLockLocked2Processes_HeldByAChild_IsSeenHere()
    {
        using var gate = InterprocessLock.Create();
        using var held = InterprocessManualResetEvent.Create();
        using var leave = InterprocessManualResetEvent.Create();
        await using var child = ChildProcess.Start(
            static (gate, held, leave) =>
            {
                using var scope = gate.Enter();
                held.Set();
                leave.Wait();
            },
            gate, held, leave);
        await held.WaitAsync(Token);
        Assert.False(gate.TryEnter(out _));
        leave.Set();
        await child.WaitAsync(Token);
        Assert.True(gate.TryEnter(out var scope));
        Assert.False(scope.WasAbandoned);
        scope.Dispose();
    }

    [Fact]
    public async Task TestRlockLocked2Processes_HeldTwiceByAChild_FreeAfterTheSecond()
    {
        using var gate = InterprocessRecursiveLock.Create();
        using var turn = InterprocessAutoResetEvent.Create();
        using var done = InterprocessAutoResetEvent.Create();
        await using var child = ChildProcess.Start(
            static (gate, turn, done) =>
            {
                using (gate.Enter())
                {
                    using (gate.Enter()) Step();
                    Step();
                }

                Step();
                void Step()
                {
                    done.Set();
                    turn.Wait();
                }
            },
            gate, turn, done);
        foreach (bool isFree in (bool[])[false, false, true])
        {
            await done.WaitAsync(Token);
            bool entered = gate.TryEnter(out var scope);
            Assert.Equal(isFree, entered);
            if (entered) scope.Dispose();
            turn.Set();
        }

        await child.WaitAsync(Token);
    }
}
