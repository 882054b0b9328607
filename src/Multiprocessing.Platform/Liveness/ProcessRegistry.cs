using System.Text;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// The table of the processes of a domain, and this process's place in it. A process claims one slot by an open-file-description lock on the slot's byte and
/// keeps it for life; the kernel opens that lock when the last thread of the process has gone, and not before. So the lock is the verdict on life and
/// death, no clock is asked.
/// </summary>
/// <remarks>
/// <para>Why this lock: a classic record lock goes when the process closes any descriptor of the file, and a <c>flock</c> can only be probed by taking it. It
/// works across pid namespaces that share the file, it is free for a process that is dead and not yet fetched by its parent, and it is held by one that is
/// stopped or writes its core dump. The descriptor is close-on-exec, so a process that becomes another program counts as dead.</para>
/// <para>Source: man fcntl(2), "Open file description locks".</para>
/// </remarks>
internal sealed partial class ProcessRegistry
{
    internal const string FileName = "registry";

    /// <summary>More help only against neighbours that are stopped next to each other (measured).</summary>
    private const int WatchedMax = 3;

    private const long AskSystemAfterMilliseconds = 100;

    private readonly int _descriptor;
    private readonly ulong _inode;
    private readonly MappedRegion _region;
    private readonly uint[] _doubted = new uint[ProcessIdentity.SlotCount];
    private readonly long[] _doubtedSince = new long[ProcessIdentity.SlotCount];

    private ProcessRegistry(int descriptor, ulong inode, MappedRegion region, int slotCount)
    {
        _descriptor = descriptor;
        _inode = inode;
        _region = region;
        Words = new RegistryWords(
            region.At<uint>(DeathsOffset),
            region.At<uint>(NextOffset),
            region.At<uint>(LifeOffset, ProcessIdentity.SlotCount),
            region.At<uint>(BellOffset, ProcessIdentity.SlotCount),
            region.At<SlotLayout>(SlotOffset, ProcessIdentity.SlotCount),
            slotCount,
            WatchedMax);
        Swept = region.At<uint>(SweptOffset);
        Doorbells = new DoorbellTable(descriptor, region, DoorbellOffset);
        Incarnation = region.At<HeaderLayout>(0).Value.Incarnation;
    }

    internal ulong Incarnation { get; }

    /// <summary>The identity of this process in this domain.</summary>
    internal uint Me { get; private set; }

    internal int Slot => ProcessIdentity.Slot(Me);

    /// <summary>The value of the deaths word after which some process has cleaned up.</summary>
    internal SharedRef<uint> Swept { get; }

    internal RegistryWords Words { get; }

    /// <summary>Whether this process made it.</summary>
    internal bool IsNew { get; private init; }

    internal DoorbellTable Doorbells { get; }

    /// <summary>Whether the file has lost its name: no process can come in any more.</summary>
    internal bool IsRemoved => NativeFile.Status(_descriptor, out LinuxLibc.FileStatus status) == 0 && status.LinkCount == 0;

    /// <summary>Takes a slot for this process. The caller holds the domain's entrance. False when all are taken by living processes.</summary>
    internal bool TryClaim()
    {
        var operations = new LiveRegistryOperations(this);
        var facts = new TenantFacts(Environment.ProcessId, ProcessFacts.StartTime, ProcessFacts.PidNamespace, Milliseconds(), OwnName());
        Me = RegistryProtocol.Claim(ref operations, Words, facts);
        return Me != 0;
    }

    /// <summary>Gives up the slot of a process that holds nothing: no death is told. The lock byte stays until the process or this object ends.</summary>
    internal void Leave()
    {
        var operations = new LiveRegistryOperations(this);
        RegistryProtocol.Leave(ref operations, Words, Slot);
    }

    /// <summary>Gives back what this object has, the slot's lock byte with it.</summary>
    internal void Close()
    {
        // Not by the close alone: a child that another thread starts just now has the open file too, until it becomes its program.
        if (Me != 0) NativeFile.UnlockByte(_descriptor, LockByteOffset + Slot);
        NativeFile.Close(_descriptor);
        _region.Seal();
    }

    /// <summary>Whether the identity's generation is that of its slot at this moment.</summary>
    internal bool IsTenant(uint identity) =>
        Volatile.Read(ref Words.Slots[ProcessIdentity.Slot(identity)].Generation) == ProcessIdentity.Generation(identity);

    /// <summary>The verdict: true only when no thread of that process can run any more. One system call, more once the answer has been no for 100 ms.</summary>
    internal bool IsDead(uint identity)
    {
        identity &= ProcessIdentity.Mask;
        if (identity == Me) return false;
        int slot = ProcessIdentity.Slot(identity);
        return IsDead(slot, ProcessIdentity.Generation(identity), IsTimeToAskSystem(slot, identity));
    }

    /// <inheritdoc cref="IRegistryOperations.IsDead"/>
    internal bool IsDead(int slot, uint generation, bool askSystem)
    {
        ref SlotLayout tenant = ref Words.Slots[slot];
        if (Volatile.Read(ref tenant.Generation) != generation || generation == 0) return true;
        // One's own lock does not conflict with one's own question. Another generation of the own slot is dead since this process claimed it.
        if (slot == Slot && Me != 0) return generation != ProcessIdentity.Generation(Me);
        if (!NativeFile.IsByteLocked(_descriptor, LockByteOffset + slot))
        {
            EnsureOwnDescriptor();
            return true;
        }

        // The claimer of a free slot has the byte a moment before it writes its generation.
        if (Volatile.Read(ref tenant.Generation) != generation) return true;
        return askSystem && TryReadFacts(slot, generation, out SlotLayout facts) && IsInSight(facts)
            && ProcessFacts.IsGone(facts.ProcessId, facts.StartTime);
    }

    internal bool TryLockByte(int slot) => NativeFile.TryLockByte(_descriptor, LockByteOffset + slot);

    /// <summary>What the slot says of that tenant; false when it says nothing, or of another.</summary>
    internal bool TryReadFacts(int slot, uint generation, out SlotLayout facts)
    {
        ref SlotLayout tenant = ref Words.Slots[slot];
        facts = default;
        if (Volatile.Read(ref tenant.FactsGeneration) != generation || generation == 0) return false;
        facts = tenant;
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref tenant.Generation) == generation;
    }

    /// <summary>Whether the recorded process id means the same here as where it was recorded.</summary>
    internal static bool IsInSight(in SlotLayout facts) => facts.PidNamespace != 0 && facts.PidNamespace == ProcessFacts.PidNamespace;

    /// <summary>Milliseconds of the clock that the slots' times are of: all processes of the machine read the same.</summary>
    internal static ulong Milliseconds() => (ulong)Environment.TickCount64;

    internal static ulong PackEnd(uint generation, ulong milliseconds) => ((ulong)generation << 46) | (milliseconds & ((1UL << 46) - 1));

    /// <summary>When the death of that tenant was told, or null.</summary>
    internal static ulong? UnpackEnd(ulong packed, uint generation) => packed >> 46 == generation ? packed & ((1UL << 46) - 1) : null;

    /// <summary>
    /// Whether the process id is to be asked about too: when the byte of a dead process may be held by a child that a native library forked without exec.
    /// That is rare and the question costs 10 us, so it waits until an identity has been doubted for 100 ms, unless the watchers have told it dead.
    /// </summary>
    private bool IsTimeToAskSystem(int slot, uint identity)
    {
        if (Volatile.Read(ref Words.Life[slot]) == LifeWord.None) return true;
        long now = Environment.TickCount64;
        // Two threads that race here at worst begin the 100 ms anew.
        if (_doubted[slot] != identity)
        {
            _doubtedSince[slot] = now;
            _doubted[slot] = identity;
            return false;
        }

        if (now - _doubtedSince[slot] < AskSystemAfterMilliseconds) return false;
        _doubtedSince[slot] = now;
        return true;
    }

    /// <summary>
    /// A free byte is proof only on our own descriptor. If other code has closed it, this process's own lock is gone too, so all others take it for dead and
    /// take over what it holds: to go on would damage what they share.
    /// </summary>
    private void EnsureOwnDescriptor()
    {
        if (NativeFile.Status(_descriptor, out LinuxLibc.FileStatus status) == 0 && status.Inode == _inode) return;
        Environment.FailFast($"Descriptor {_descriptor}, by which this process lives in its domain of shared objects, was closed or replaced by other code in the process "
            + "(a closefrom or a double close). The other processes take this one for dead. Close only descriptors that are yours.");
    }

    private static ProgramName OwnName()
    {
        ProgramName name = default;
        string text = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs().FirstOrDefault() ?? "");
        // A name that is too long loses its end, perhaps in the middle of a character: it is for reading only.
        Encoding.UTF8.GetEncoder().Convert(text, name, flush: true, out _, out _, out _);
        return name;
    }
}
