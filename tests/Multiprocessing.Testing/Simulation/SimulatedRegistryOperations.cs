using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Testing.Simulation;

/// <summary>The operations of one process on a <see cref="SimulatedRegistry"/>.</summary>
/// <param name="registry">The registry.</param>
/// <param name="memory">The steps of the participant.</param>
/// <param name="member">The process.</param>
/// <param name="watchers">The members that watch until all is told, a bit each.</param>
internal struct SimulatedRegistryOperations(SimulatedRegistry registry, SimulatedMemory memory, int member, uint watchers) : IRegistryOperations
{
    // A recheck is a sleep of a second or more; anything shorter polls.
    private const long ShortSleep = 500_000_000;

    private SimulatedMemory _memory = memory;
    private long _now;
    private uint _progress;

    public readonly long Now => _now;

    public uint Load(ref uint word) => _memory.Load(ref word);

    public void Store(ref uint word, uint value) => _memory.Store(ref word, value);

    public uint CompareExchange(ref uint word, uint value, uint comparand) => _memory.CompareExchange(ref word, value, comparand);

    public uint Increment(ref uint word) => _memory.Increment(ref word);

    public void CopyLife(in RegistryWords words, Span<uint> target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = _memory.Load(ref words.Life[i]);
    }

    public bool TryLock(int slot)
    {
        if (_memory.CompareExchange(ref registry.LockBytes[slot], (uint)member + 1, 0) != 0) return false;
        registry.SetSlot(member, slot);
        return true;
    }

    public bool IsDead(int slot, uint generation, bool askSystem)
    {
        ref ProcessRegistry.SlotLayout tenant = ref registry.Words.Slots[slot];
        if (_memory.Load(ref tenant.Generation) != generation) return true;
        if (_memory.Load(ref registry.LockBytes[slot]) == 0) return true;
        _progress = registry.Progress;
        return _memory.Load(ref tenant.Generation) != generation;
    }

    public int Wake(ref uint word, int count)
    {
        _memory.Load(ref word);
        return registry.Wake(ref _memory, registry.OffsetOf(ref word), count);
    }

    public void Sleep(ReadOnlySpan<WaitWord> words, long nanoseconds)
    {
        bool isShort = nanoseconds < ShortSleep || !registry.Marks;
        // One step, as in the kernel: all words are compared, and the sleeper stands in the queues of all.
        uint sleep = _memory.Load(ref registry.SleepWord(member));
        Span<uint> offsets = stackalloc uint[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Word != words[i].Expected) return;
            offsets[i] = registry.OffsetOf(ref words[i].Word);
        }

        if (isShort && registry.Progress != _progress)
        {
            _progress = registry.Progress;
            _now += nanoseconds;
            return;
        }

        registry.Queue(member, offsets, isShort);
        while (registry.SleepWord(member) == sleep && !registry.IsOver(member, watchers))
        {
            var limit = isShort ? _memory.Limit() : _memory.TimedLimit();
            if (_memory.Sleep(ref registry.SleepWord(member), sleep, ref limit)) continue;
            _now += nanoseconds;
            break;
        }

        if (isShort) _now += nanoseconds;
        registry.Queue(member, [], isShort: false);
    }

    public readonly void FaultPoint(string name)
    {
        // The scheduler kills at every step by itself.
    }
}
