using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Managers.Rings;

/// <summary>The reading end of a ring of bytes; one thread at a time uses it.</summary>
/// <remarks>
/// <para>Crash argument. The tail is stored after the bytes were copied out: a reader that is killed before has freed nothing, and its connection ends anyway.</para>
/// <para>Bytes are copied out once, then looked at: whoever changes them behind the reader changes nothing that has been checked.</para>
/// <para>A writer rests only when the ring is full, and is woken when half of it is free. So the reader asks whether it rests only after a read that found more than half; and as it reads on until nothing is left,
/// such a read comes (see <see cref="TakeWriter"/>).</para>
/// </remarks>
internal struct LaneReader<TMemory>(TMemory memory, SharedRef<LaneLayout> lane, SharedRef<byte> bytes, int capacity)
    where TMemory : struct, IMemoryOperations
{
    private TMemory _memory = memory;
    private ulong _tail;
    private ulong _headSeen;
    private bool _wasNearlyFull;

    /// <summary>Whether nothing is there to be read.</summary>
    internal bool IsEmpty => _memory.Load(ref lane.Value.Head) == _tail;

    /// <summary>Copies out what is there; how many bytes.</summary>
    /// <exception cref="InvalidDataException">The writer's position is none.</exception>
    internal int Read(Span<byte> target)
    {
        _headSeen = _memory.Load(ref lane.Value.Head);
        ulong there = _headSeen - _tail;
        if (there == 0) return 0;
        if (there > (ulong)capacity) throw new InvalidDataException($"the other process says that it has written {_headSeen} bytes to a ring of {capacity}, of which {_tail} were read");
        int count = Math.Min((int)there, target.Length);
        int at = (int)(_tail & (ulong)(capacity - 1));
        int first = Math.Min(count, capacity - at);
        _memory.Copy(bytes.Span(at, first), target);
        if (first < count) _memory.Copy(bytes.Span(0, count - first), target[first..]);
        FaultPoint.Hit("rings.read");
        _tail += (ulong)count;
        _wasNearlyFull = there > (ulong)(capacity / 2);
        _memory.Store(ref lane.Value.Tail, _tail);
        return count;
    }

    /// <summary>After a read: how the writer rests, if it does and half of the ring is free; the caller is to wake it then.</summary>
    internal uint TakeWriter()
    {
        // What is left after a read that freed less than half is more than half: the next one asks.
        if (!_wasNearlyFull || _headSeen - _tail > (ulong)(capacity / 2)) return Rest.None;
        _memory.Fence();
        return _memory.Load(ref lane.Value.WriterRest) == Rest.None ? Rest.None : _memory.Exchange(ref lane.Value.WriterRest, Rest.None);
    }

    /// <summary>Says that the reader rests; false when something is there, and it does not.</summary>
    internal bool TryRest(uint how)
    {
        _memory.Store(ref lane.Value.ReaderRest, how);
        _memory.Fence();
        if (IsEmpty) return true;
        EndRest();
        return false;
    }

    /// <summary>The reader looks by itself again.</summary>
    internal void EndRest() => _memory.Store(ref lane.Value.ReaderRest, Rest.None);

    /// <summary>Ends a rest of that kind, if there is one; a full fence. Safe from any thread.</summary>
    internal bool TryEndRest(uint how) => _memory.CompareExchange(ref lane.Value.ReaderRest, Rest.None, how) == how;

    /// <summary>How the reader rests now.</summary>
    internal uint Resting => _memory.Load(ref lane.Value.ReaderRest);
}
