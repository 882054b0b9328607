using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Memory;

/// <summary>The real memory operations: each is one instruction or one call into the platform.</summary>
internal readonly struct LiveMemory(Domain domain) : IMemoryOperations
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private static readonly int s_spinLimit = Environment.ProcessorCount > 1 ? 20 : 0;

    internal Domain Domain { get; } = domain;

    public uint Me => Domain.Me;

    public int SpinLimit => s_spinLimit;

    [MethodImpl(Inline)]
    public uint Load(ref uint word) => Volatile.Read(ref word);

    [MethodImpl(Inline)]
    public ulong Load(ref ulong word) => Volatile.Read(ref word);

    public int CountZeros(SharedRef<ulong> words, int count)
    {
        int zeros = words.Span(0, count).IndexOfAnyExcept(0UL);
        Volatile.ReadBarrier();
        return zeros < 0 ? count : zeros;
    }

    [MethodImpl(Inline)]
    public void Store(ref uint word, uint value) => Volatile.Write(ref word, value);

    [MethodImpl(Inline)]
    public void Store(ref ulong word, ulong value) => Volatile.Write(ref word, value);

    [MethodImpl(Inline)]
    public uint Exchange(ref uint word, uint value) => Interlocked.Exchange(ref word, value);

    [MethodImpl(Inline)]
    public uint CompareExchange(ref uint word, uint value, uint comparand) => Interlocked.CompareExchange(ref word, value, comparand);

    [MethodImpl(Inline)]
    public ulong CompareExchange(ref ulong word, ulong value, ulong comparand) => Interlocked.CompareExchange(ref word, value, comparand);

    [MethodImpl(Inline)]
    public ulong Or(ref ulong word, ulong bits) => Interlocked.Or(ref word, bits);

    [MethodImpl(Inline)]
    public uint Increment(ref uint word) => Interlocked.Increment(ref word);

    [MethodImpl(Inline)]
    public void Fence() => Interlocked.MemoryBarrier();

    [MethodImpl(Inline)]
    public void LoadFence() => Volatile.ReadBarrier();

    [MethodImpl(Inline)]
    public void StoreFence() => Volatile.WriteBarrier();

    [MethodImpl(Inline)]
    public void LightFence() => AsymmetricFence.Light();

    public void HeavyFence() => AsymmetricFence.Heavy();

    [MethodImpl(Inline)]
    public void Copy(ReadOnlySpan<byte> source, Span<byte> target) => source.CopyTo(target);

    [MethodImpl(Inline)]
    public void Pause(int iterations) => Thread.SpinWait(iterations);

    public bool IsDead(uint identity) => Domain.IsDead(identity);

    public bool Sleep(ref uint word, uint expected, ref WaitLimit limit) => limit.Sleep(ref word, expected);

    public int Wake(ref uint word, int count) => Futex.Wake(ref word, count);

    public void Ring(ref WaitPoint.Cells cells)
    {
        LiveMemory memory = this;
        Doorbells.Ring(ref memory, new LiveDoorbells(Domain), ref cells);
    }
}
