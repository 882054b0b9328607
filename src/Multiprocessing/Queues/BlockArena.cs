using System.Buffers.Binary;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>
/// Room for the bodies of records that are too large for a slot: runs of blocks, each with an owner, so that filling and reading take as long as
/// they take and hold up nobody. This object is one process's view of it.
/// </summary>
/// <remarks>
/// <para><b>The idea.</b> The word of a run's first block names its owner and its length; the words inside a run are 0. Only the claimant of the arena allocates, so it can walk
/// from run to run and make a new one by one store. Freeing is one store of the owner, with no claim: it can only make more room.</para>
/// <para>A run is alive while its owner lives (it is being filled or read), or while a record names it: in the ring, or in a lease slot. A taker makes the run its own before the
/// record leaves the ring or the slot, so at every moment one of the two holds.</para>
/// <para><b>Crash argument.</b></para>
/// <code>
/// killed after                       others see                            who repairs
/// claim, hint                        a dead one's claim                    the next claimant
/// run's word                         a run of a dead one, in no record     Sweep frees it
/// body filled, record put            a record in the ring                  nothing: the taker makes the run its own
/// taker's name in the run's word     the record is still in the ring       the next taker writes its own name
/// tail moved                         a run of a dead one, in no record     Sweep
/// lease ended, run not freed         the same                              Sweep
/// </code>
/// <para><b>Sweep</b> runs when no run is free and somebody died. It holds the reading end, so that no record leaves the ring or a slot meanwhile, and asks for the verdicts
/// before it reads the head: what a dead one put is in the ring by then.</para>
/// <para>Order: hint before the run's word, so that the place where a search begins is never inside a run.</para>
/// </remarks>
internal sealed partial class BlockArena<TMemory> : RecordBlocks
    where TMemory : struct, IMemoryOperations
{
    internal const int BlockSize = 1024;

    /// <summary>
    /// How many runs a search steps over at the arena's beginning before it goes on where the last one ended. Room that was used lately is in the caches, and a few large
    /// bodies in flight then need no more of them than their own size.
    /// </summary>
    private const int RunsAtBeginning = 8;

    private readonly SharedRef<BlockArenaLayout> _arena;
    private readonly SharedRef<ulong> _words;
    private readonly SharedRef<byte> _blocks;
    private readonly int _blockCount;
    private readonly uint _me;
    private readonly RingLinks _links;
    private TMemory _memory;

    /// <param name="memory">The operations of the process or participant whose view this is.</param>
    /// <param name="arena">The words: a header, and a word for each block.</param>
    /// <param name="words">The blocks' words.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="blockCount">How many there are.</param>
    /// <param name="links">Names the queue in errors.</param>
    internal BlockArena(
        TMemory memory, SharedRef<BlockArenaLayout> arena, SharedRef<ulong> words, SharedRef<byte> blocks, int blockCount, RingLinks links)
    {
        _memory = memory;
        _me = memory.Me;
        _arena = arena;
        _words = words;
        _blocks = blocks;
        _blockCount = blockCount;
        _links = links;
    }

    /// <summary>How many blocks a body of that size takes.</summary>
    internal static int BlocksFor(int length) => (int)(((long)length + BlockSize - 1) / BlockSize);

    /// <summary>The longest body that lies here: a quarter of the arena, so that a few large ones do not shut out all others.</summary>
    internal long BodyMax => (long)_blockCount * BlockSize / 4;

    /// <summary>Makes a run of that many blocks, owned by the calling process, with the arena claimed. False: there is no such room.</summary>
    private bool TryAllocateClaimed(ref BlockArenaLayout arena, int count, out int first)
    {
        uint hint = _memory.Load(ref arena.Hint);
        int start = hint < (uint)_blockCount ? (int)hint : 0;
        if (!TryFind(0, count, RunsAtBeginning, out first) && !TryFind(start, count, _blockCount, out first)
            && (start == 0 || !TryFind(0, count, _blockCount, out first))) return false;
        int next = first + count;
        _memory.Store(ref arena.Hint, next == _blockCount ? 0 : (uint)next);
        FaultPoint.Hit("blocks.allocate.hint");
        _memory.Store(ref _words[first], Word(count, _me));
        FaultPoint.Hit("blocks.allocate.word");
        return true;
    }

    /// <summary>Looks for so many free blocks in a row, stepping over so many runs at most. From the start of a run or a free block.</summary>
    private bool TryFind(int from, int count, int runsMax, out int first)
    {
        first = from;
        for (int runs = 0; runs <= runsMax && first <= _blockCount - count; runs++)
        {
            int free = _memory.CountZeros(_words.As<ulong>(first), count);
            if (free == count) return true;
            // A length that cannot be is stepped over as one block: no search runs out of the arena or stands still.
            int run = first + free;
            uint length = Length(_memory.Load(ref _words[run]));
            first = length - 1 < (uint)(_blockCount - run) ? run + (int)length : run + 1;
        }

        return false;
    }

    /// <summary>The body of a record, checked against the arena and against the run that it names.</summary>
    /// <exception cref="SegmentCorruptException">The record names no run of that size.</exception>
    internal Span<byte> Body(int first, int length) => BodyPlace(first, length).Span(0, length);

    /// <summary>Where the body of a record lies, checked against the arena and against the run that it names.</summary>
    /// <exception cref="SegmentCorruptException">The record names no run of that size.</exception>
    internal SharedRef<byte> BodyPlace(int first, int length)
    {
        int count = BlocksFor(length);
        if ((uint)first >= (uint)_blockCount || count > _blockCount - first || length < 0 || Length(_memory.Load(ref _words[first])) < (uint)count)
            throw _links.Corrupt($"a record names {length} bytes from block {first} on, of {_blockCount}");
        return _blocks.As<byte>((long)first * BlockSize);
    }

    internal override void Adopt(ReadOnlySpan<byte> record)
    {
        if (!TryReadRun(record, out int first, out ulong word)) return;
        _memory.Store(ref _words[first], Word((int)Length(word), _me));
        FaultPoint.Hit("blocks.adopt.word");
    }

    internal override void Free(ReadOnlySpan<byte> record)
    {
        if (TryReadRun(record, out int first, out _)) Free(first);
    }

    /// <summary>Frees a run of the calling process.</summary>
    internal void Free(int first)
    {
        if ((uint)first >= (uint)_blockCount || Owner(_memory.Load(ref _words[first])) != _me) return;
        _memory.Store(ref _words[first], 0);
        FaultPoint.Hit("blocks.free.word");
        ref BlockArenaLayout arena = ref _arena.Value;
        _memory.Fence();
        if (WaitPoint.IsAwaited(ref _memory, ref arena.Freed)) WaitPoint.SignalAll(ref _memory, ref arena.Freed);
    }

    /// <summary>The descriptor of a body in blocks, behind the record's header.</summary>
    internal static int WriteDescriptor(Span<byte> record, int length, int first)
    {
        new RecordHeader(length, RecordPlace.Blocks).Write(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[RecordHeader.Size..], first);
        return RecordHeader.Size + sizeof(int);
    }

    internal static int ReadDescriptor(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[RecordHeader.Size..]);

    /// <summary>The run that the record names, if it names one that can be.</summary>
    private bool TryReadRun(ReadOnlySpan<byte> record, out int first, out ulong word)
    {
        first = -1;
        word = 0;
        if (RecordHeader.Read(record).Place != RecordPlace.Blocks) return false;
        first = ReadDescriptor(record);
        if ((uint)first >= (uint)_blockCount) return false;
        word = _memory.Load(ref _words[first]);
        return Length(word) - 1 < (uint)(_blockCount - first);
    }

    private static ulong Word(int count, uint owner) => ((ulong)count << 32) | owner;

    private static uint Length(ulong word) => (uint)(word >> 32);

    private static uint Owner(ulong word) => (uint)word & ProcessIdentity.Mask;
}
