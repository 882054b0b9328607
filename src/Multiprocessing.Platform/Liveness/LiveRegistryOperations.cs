using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>The real operations, on the registry of a domain.</summary>
internal readonly struct LiveRegistryOperations(ProcessRegistry registry) : IRegistryOperations
{
    // Stopwatch reads CLOCK_MONOTONIC in nanoseconds.
    public long Now => Stopwatch.GetTimestamp();

    public uint Load(ref uint word) => Volatile.Read(ref word);

    public void Store(ref uint word, uint value) => Volatile.Write(ref word, value);

    public uint CompareExchange(ref uint word, uint value, uint comparand) => Interlocked.CompareExchange(ref word, value, comparand);

    public uint Increment(ref uint word) => Interlocked.Increment(ref word);

    public void CopyLife(in RegistryWords words, Span<uint> target)
    {
        // Aligned vector loads take each word whole, which a block copy need not. The fence keeps them behind the loads of deaths and bell.
        Interlocked.MemoryBarrier();
        ref uint source = ref words.Life.Value;
        int i = 0;
        for (; i <= words.Count - Vector<uint>.Count; i += Vector<uint>.Count) Vector.LoadUnsafe(ref source, (nuint)i).CopyTo(target[i..]);
        for (; i < words.Count; i++) target[i] = Volatile.Read(ref words.Life[i]);
        Interlocked.MemoryBarrier();
    }

    public bool TryLock(int slot) => registry.TryLockByte(slot);

    public bool IsDead(int slot, uint generation, bool askSystem) => registry.IsDead(slot, generation, askSystem);

    public int Wake(ref uint word, int count) => Futex.Wake(ref word, count);

    public void Sleep(ReadOnlySpan<WaitWord> words, long nanoseconds)
    {
        if (Futex.HasWaitAny) Futex.WaitAny(words, nanoseconds);
        else Futex.Wait(ref words[0].Word, words[0].Expected, nanoseconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FaultPoint(string name) => FaultSwitch.Hit(name);
}
