using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Managers.Rings;

/// <summary>The writing end of a ring of bytes; one thread at a time uses it.</summary>
/// <remarks>
/// <para>Crash argument. The bytes are copied first and the head is stored after them, so a writer that is killed between leaves what nobody sees; one killed after the store has sent the bytes. A sleeping reader that it
/// did not wake any more learns from the socket, which the system closes, that nothing will come, and looks once more before it believes that.</para>
/// <para>The other process is not believed: its position is read into a local, checked against the writer's own, which is kept in this process, and then used.</para>
/// <para>Sleeping: of (writer: head, fence, look at the reader's rest) and (reader: its rest, fence, look at the head) at least one sees the other, as with every word of sleepers of this library.</para>
/// </remarks>
internal struct LaneWriter<TMemory>(TMemory memory, SharedRef<LaneLayout> lane, SharedRef<byte> bytes, int capacity)
    where TMemory : struct, IMemoryOperations
{
    private TMemory _memory = memory;
    private ulong _head;
    private ulong _tailSeen;

    /// <summary>Writes what there is room for; how many bytes.</summary>
    /// <exception cref="InvalidDataException">The reader's position is none.</exception>
    internal int Write(ReadOnlySpan<byte> source)
    {
        int count = Math.Min(Room(source.Length), source.Length);
        if (count == 0) return 0;
        int at = (int)(_head & (ulong)(capacity - 1));
        int first = Math.Min(count, capacity - at);
        _memory.Copy(source[..first], bytes.Span(at, first));
        if (first < count) _memory.Copy(source[first..count], bytes.Span(0, count - first));
        FaultPoint.Hit("rings.written");
        _head += (ulong)count;
        _memory.Store(ref lane.Value.Head, _head);
        FaultPoint.Hit("rings.published");
        return count;
    }

    /// <summary>After a write: how the reader rests, which the caller is to wake then; nobody else will.</summary>
    internal uint TakeReader()
    {
        _memory.Fence();
        return _memory.Load(ref lane.Value.ReaderRest) == Rest.None ? Rest.None : _memory.Exchange(ref lane.Value.ReaderRest, Rest.None);
    }

    /// <summary>Says that the writer rests until there is room; false when there is, and it does not.</summary>
    internal bool TryRest(uint how)
    {
        _memory.Store(ref lane.Value.WriterRest, how);
        _memory.Fence();
        if (Room(capacity) < capacity / 2) return true;
        EndRest();
        return false;
    }

    /// <summary>The writer looks by itself again.</summary>
    internal void EndRest() => _memory.Store(ref lane.Value.WriterRest, Rest.None);

    private int Room(int wanted)
    {
        int room = capacity - (int)(_head - _tailSeen);
        if (room >= wanted) return room;
        ulong tail = _memory.Load(ref lane.Value.Tail);
        ulong used = _head - tail;
        if (used > (ulong)capacity) throw new InvalidDataException($"the other process says that it has read {tail} bytes of a ring of {capacity}, into which {_head} were written");
        _tailSeen = tail;
        return capacity - (int)used;
    }
}
