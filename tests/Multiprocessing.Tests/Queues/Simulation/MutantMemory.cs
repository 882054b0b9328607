using System.Runtime.CompilerServices;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Queues.Simulation;

/// <summary>The memory operations of a simulation, with a <see cref="Mutation"/> between them and the algorithm.</summary>
internal struct MutantMemory(SimulatedMemory memory, Mutation mutation) : IMemoryOperations
{
    private readonly DelayedOperation _delayed = new();
    private SimulatedMemory _memory = memory;

    public readonly uint Me => _memory.Me;

    public readonly int SpinLimit => _memory.SpinLimit;

    public uint Load(ref uint word)
    {
        var operation = Of(ref word, 0, 0);
        uint value = (uint)mutation.Loaded(operation, _memory.Load(ref word));
        Catch(operation);
        return value;
    }

    public ulong Load(ref ulong word)
    {
        var operation = Of(ref word, 0, 0);
        ulong value = mutation.Loaded(operation, _memory.Load(ref word));
        Catch(operation);
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
        var operation = Of(ref word, value, 0);
        if (mutation.Drops(operation)) return;
        _memory.Store(ref word, value);
        Catch(operation);
    }

    public void Store(ref ulong word, ulong value)
    {
        value = mutation.Written(Of(ref word, value, 0), value);
        var operation = Of(ref word, value, 0);
        if (mutation.Drops(operation)) return;
        if (mutation.Delays(operation))
        {
            _delayed.Address = operation.Address;
            _delayed.Value = value;
            _delayed.Comparand = null;
            return;
        }

        _memory.Store(ref word, value);
        Catch(operation);
    }

    public uint Exchange(ref uint word, uint value)
    {
        var operation = Of(ref word, value, 0);
        uint before = _memory.Exchange(ref word, value);
        Catch(operation);
        return before;
    }

    public uint CompareExchange(ref uint word, uint value, uint comparand)
    {
        var operation = Of(ref word, value, comparand);
        if (mutation.Drops(operation)) return comparand;
        uint before = _memory.CompareExchange(ref word, value, comparand);
        Catch(operation);
        return before;
    }

    public ulong CompareExchange(ref ulong word, ulong value, ulong comparand)
    {
        var plain = Of(ref word, value, comparand);
        value = mutation.Written(plain, value);
        ulong expected = mutation.Written(plain, comparand);
        var operation = Of(ref word, value, expected);
        if (mutation.Drops(operation)) return comparand;
        if (mutation.Delays(operation))
        {
            _delayed.Address = operation.Address;
            _delayed.Value = value;
            _delayed.Comparand = expected;
            return comparand;
        }

        ulong before = _memory.CompareExchange(ref word, value, expected);
        Catch(operation);
        return before == expected ? comparand : before;
    }

    public ulong Or(ref ulong word, ulong bits) => _memory.Or(ref word, bits);

    public uint Increment(ref uint word) => _memory.Increment(ref word);

    public void Fence() => _memory.Fence();

    public void LoadFence() => _memory.LoadFence();

    public void StoreFence() => _memory.StoreFence();

    public void LightFence() => _memory.LightFence();

    public void HeavyFence() => _memory.HeavyFence();

    public void Copy(ReadOnlySpan<byte> source, Span<byte> target) => _memory.Copy(source, target);

    public void Pause(int iterations) => _memory.Pause(iterations);

    public bool IsDead(uint identity) => mutation.Verdict(identity, _memory.IsDead(identity));

    public bool Sleep(ref uint word, uint expected, ref WaitLimit limit) => _memory.Sleep(ref word, expected, ref limit);

    public int Wake(ref uint word, int count) => _memory.Wake(ref word, count);

    public void Ring(ref WaitPoint.Cells cells) => _memory.Ring(ref cells);

    private readonly Operation Of<T>(ref T word, ulong value, ulong comparand) =>
        new(mutation.Origin.Address + Unsafe.ByteOffset(ref mutation.Origin.Value, ref Unsafe.As<T, byte>(ref word)), value, comparand, _memory.Me);

    /// <summary>Does what was put off, if it comes after this operation.</summary>
    private void Catch(in Operation operation)
    {
        if (!mutation.Follows(operation) || _delayed.Address == 0) return;
        ref ulong word = ref mutation.Origin.As<ulong>(_delayed.Address - mutation.Origin.Address).Value;
        _delayed.Address = 0;
        if (_delayed.Comparand is { } comparand) _memory.CompareExchange(ref word, _delayed.Value, comparand);
        else _memory.Store(ref word, _delayed.Value);
    }

    private sealed class DelayedOperation
    {
        internal nint Address { get; set; }

        internal ulong Value { get; set; }

        internal ulong? Comparand { get; set; }
    }
}
