using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// The memory operations of one participant of a simulation. Each is a step: before it the scheduler may let others run, or kill.
/// </summary>
internal readonly struct SimulatedMemory(StepScheduler scheduler, Participant self) : IMemoryOperations
{
    public uint Me => self.Process.Identity;

    public int SpinLimit => scheduler.Options.SpinLimit;

    /// <summary>For checks from within a body.</summary>
    internal SimulatedWorld World => scheduler.World;

    /// <summary>A limit that never ends a wait; deaths make the waiter look again.</summary>
    internal WaitLimit Limit() => scheduler.NewLimit(self, Timeout.InfiniteTimeSpan, default);

    /// <summary>A limit that the scheduler may let pass at any moment of the wait (<see cref="SimulationOptions.Interruptions"/>).</summary>
    internal WaitLimit TimedLimit() => scheduler.NewLimit(self, TimeSpan.FromDays(1), default);

    /// <summary>A limit with a token that the scheduler may cancel at any moment of the wait (<see cref="SimulationOptions.Interruptions"/>).</summary>
    internal WaitLimit CancellableLimit()
    {
        self.Cancellation = new CancellationTokenSource();
        return scheduler.NewLimit(self, Timeout.InfiniteTimeSpan, self.Cancellation.Token);
    }

    public uint Load(ref uint word)
    {
        long offset = scheduler.Before(self, StepKind.Load, ref word);
        uint value = (uint)StepScheduler.Read(self, offset, sizeof(uint), word);
        scheduler.After(self, StepKind.Load, offset, value);
        return value;
    }

    public ulong Load(ref ulong word)
    {
        long offset = scheduler.Before(self, StepKind.Load, ref word);
        ulong value = StepScheduler.Read(self, offset, sizeof(ulong), word);
        scheduler.After(self, StepKind.Load, offset, value);
        return value;
    }

    public int CountZeros(SharedRef<ulong> words, int count)
    {
        int zeros = 0;
        while (zeros < count && Load(ref words[zeros]) == 0) zeros++;
        return zeros;
    }

    public void Store(ref uint word, uint value)
    {
        long offset = scheduler.Before(self, StepKind.Store, ref word);
        if (!scheduler.Delays(self, offset, value, sizeof(uint))) word = value;
        scheduler.After(self, StepKind.Store, offset, value);
    }

    public void Store(ref ulong word, ulong value)
    {
        long offset = scheduler.Before(self, StepKind.Store, ref word);
        if (!scheduler.Delays(self, offset, value, sizeof(ulong))) word = value;
        scheduler.After(self, StepKind.Store, offset, value);
    }

    public uint Exchange(ref uint word, uint value)
    {
        long offset = scheduler.Before(self, StepKind.Exchange, ref word);
        scheduler.Drain(self);
        uint before = word;
        word = value;
        scheduler.After(self, StepKind.Exchange, offset, before, value);
        return before;
    }

    public uint CompareExchange(ref uint word, uint value, uint comparand)
    {
        long offset = scheduler.Before(self, StepKind.CompareExchange, ref word);
        scheduler.Drain(self);
        uint before = word;
        if (before == comparand) word = value;
        scheduler.After(self, StepKind.CompareExchange, offset, before, value, comparand);
        return before;
    }

    public ulong CompareExchange(ref ulong word, ulong value, ulong comparand)
    {
        long offset = scheduler.Before(self, StepKind.CompareExchange, ref word);
        scheduler.Drain(self);
        ulong before = word;
        if (before == comparand) word = value;
        scheduler.After(self, StepKind.CompareExchange, offset, before, value, comparand);
        return before;
    }

    public ulong Or(ref ulong word, ulong bits)
    {
        long offset = scheduler.Before(self, StepKind.Or, ref word);
        scheduler.Drain(self);
        ulong before = word;
        word = before | bits;
        scheduler.After(self, StepKind.Or, offset, before, bits);
        return before;
    }

    public uint Increment(ref uint word)
    {
        long offset = scheduler.Before(self, StepKind.Increment, ref word);
        scheduler.Drain(self);
        uint value = ++word;
        scheduler.After(self, StepKind.Increment, offset, value);
        return value;
    }

    // No step: between a fence and the next operation nothing can be seen that could not be seen before it.
    public void Fence() => scheduler.DrainByFence(self);

    // Loads are never late here, and stores are late all together, in their order.
    public void LoadFence()
    {
    }

    public void StoreFence()
    {
    }

    // Orders nothing by itself: the heavy fence of the other side does.
    public void LightFence()
    {
    }

    public void HeavyFence()
    {
        scheduler.Before(self, StepKind.Fence);
        scheduler.DrainAll();
        scheduler.After(self, StepKind.Fence, -1, 0);
    }

    public void Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.IsEmpty) return;
        int half = source.Length / 2;
        if (half > 0) CopyPart(StepKind.CopyFirstHalf, source[..half], target);
        CopyPart(StepKind.CopySecondHalf, source[half..], target[half..]);
    }

    public void Pause(int iterations)
    {
        scheduler.Before(self, StepKind.Pause);
        scheduler.After(self, StepKind.Pause, -1, 0);
    }

    public bool IsDead(uint identity)
    {
        scheduler.Before(self, StepKind.IsDead);
        bool isDead = scheduler.IsDead(identity);
        scheduler.After(self, StepKind.IsDead, -1, isDead ? 1u : 0, identity);
        return isDead;
    }

    public bool Sleep(ref uint word, uint expected, ref WaitLimit limit)
    {
        long offset = scheduler.Before(self, StepKind.Sleep, ref word);
        scheduler.Drain(self);
        return scheduler.Sleep(self, offset, ref word, expected, ref limit);
    }

    public int Wake(ref uint word, int count)
    {
        long offset = scheduler.Before(self, StepKind.Wake, ref word);
        scheduler.Drain(self);
        int woken = scheduler.WakeSleepers(offset, count);
        scheduler.After(self, StepKind.Wake, offset, (ulong)woken, (ulong)count);
        return woken;
    }

    public void Ring(ref WaitPoint.Cells cells)
    {
        if (scheduler.UsesDoorbells)
        {
            var memory = this;
            Doorbells.Ring(ref memory, new SimulatedDoorbells(scheduler), ref cells);
            return;
        }

        long offset = scheduler.Before(self, StepKind.Ring, ref cells.Overflow);
        scheduler.Drain(self);
        scheduler.After(self, StepKind.Ring, offset, 0);
    }

    /// <summary>
    /// A call of the system that is one step: nobody comes between what it reads and what it writes. The world's memory holds all that it reads and writes.
    /// </summary>
    /// <param name="word">For messages: what it is about.</param>
    /// <param name="call">What it does. Only its result is known to the caller.</param>
    internal ulong Call(ref uint word, Func<ulong> call)
    {
        long offset = scheduler.Before(self, StepKind.Call, ref word);
        scheduler.Drain(self);
        ulong result = call();
        scheduler.After(self, StepKind.Call, offset, result);
        return result;
    }

    private void CopyPart(StepKind kind, ReadOnlySpan<byte> source, Span<byte> target)
    {
        long offset = scheduler.BeforeCopy(self, kind, source, target);
        scheduler.Drain(self);
        source.CopyTo(target);
        scheduler.After(self, kind, offset, StateHash.OfBytes(0, source), (ulong)source.Length);
    }
}
