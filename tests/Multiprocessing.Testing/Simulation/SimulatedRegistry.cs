using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// A process registry in a simulated world, and the kernel's part in it: lock bytes that open some time after the death, life words that are marked before that,
/// and sleeps on several words.
/// </summary>
/// <remarks>
/// The scheduler of the simulation wakes everybody at a kill, as a domain's <c>deaths</c> does. Here that very notice is under test, so such a wake ends no sleep:
/// only the kernel, which is a participant of its own, and the wakes of the protocol do.
/// </remarks>
internal sealed class SimulatedRegistry
{
    private const int WordsOfASleepMax = 8;

    private readonly SharedRef<uint> _identity;
    private readonly SharedRef<uint> _slotOf;
    private readonly SharedRef<uint> _phase;
    private readonly SharedRef<uint> _seen;
    private readonly SharedRef<uint> _sleepWord;
    private readonly SharedRef<uint> _sleepsOn;
    private readonly SharedRef<uint> _hurry;
    private readonly SharedRef<uint> _reaped;
    private readonly SharedRef<uint> _kernel;
    private readonly Participant[] _members;

    /// <param name="world">Where it lies.</param>
    /// <param name="slotCount">Its slots.</param>
    /// <param name="memberCount">The processes that may come.</param>
    /// <param name="watchedMax">How many neighbours each watches.</param>
    /// <param name="marks">Whether this kernel knows robust lists.</param>
    internal SimulatedRegistry(SimulatedWorld world, int slotCount, int memberCount, int watchedMax, bool marks = true)
    {
        World = world;
        Marks = marks;
        _members = new Participant[memberCount];
        Words = new RegistryWords(
            world.Allocate<uint>("deaths told"), world.Allocate<uint>("next"), world.Allocate<uint>("life", slotCount), world.Allocate<uint>("bell", slotCount),
            world.Allocate<ProcessRegistry.SlotLayout>("slot", slotCount), slotCount, watchedMax);
        LockBytes = world.Allocate<uint>("lock byte", slotCount);
        Entrance = world.Allocate<uint>("entrance");
        // Ghost state: what the kernel knows, and what the test wants to know.
        _identity = world.Allocate<uint>("identity of member", memberCount);
        _slotOf = world.Allocate<uint>("slot + 1 of member", memberCount);
        _phase = world.Allocate<uint>("phase of member", memberCount);
        _seen = world.Allocate<uint>("deaths seen by member", memberCount);
        _sleepWord = world.Allocate<uint>("sleep of member", memberCount);
        _sleepsOn = world.Allocate<uint>("words of the sleep", memberCount * WordsOfASleepMax);
        _hurry = world.Allocate<uint>("short sleep of member", memberCount);
        _reaped = world.Allocate<uint>("reaped", memberCount);
        _kernel = world.Allocate<uint>("kernel");
        world.Start("kernel", (ref SimulatedMemory memory) => RunKernel(ref memory)).IsSpared = true;
    }

    /// <summary>How far a member has come, for the checks.</summary>
    internal enum Phase : uint
    {
        Outside,
        Claimed,
        Enlisted,

        /// <summary>Only from now on it can hold anything, so only its death from now on must be told.</summary>
        Joined,
        Left,
    }

    internal SimulatedWorld World { get; }

    internal RegistryWords Words { get; }

    /// <summary>Whether this kernel knows robust lists. Where it does not, a sleep until the recheck ends by itself once somebody has died.</summary>
    internal bool Marks { get; }

    /// <summary>0 when free, else the member, counted from 1.</summary>
    internal SharedRef<uint> LockBytes { get; }

    /// <summary>The lock under which processes join: 0, or the member that has it, counted from 1.</summary>
    internal SharedRef<uint> Entrance { get; }

    internal int MemberCount => _members.Length;

    /// <summary>How often the kernel has gone on: what a poller waits for.</summary>
    internal uint Progress => _kernel.Value;

    internal void Enter(ref SimulatedMemory memory, int member)
    {
        while (true)
        {
            uint holder = memory.CompareExchange(ref Entrance.Value, (uint)member + 1, 0);
            if (holder == 0) return;
            var limit = memory.Limit();
            memory.Sleep(ref Entrance.Value, holder, ref limit);
        }
    }

    internal void Exit(ref SimulatedMemory memory, int member)
    {
        if (memory.CompareExchange(ref Entrance.Value, 0, (uint)member + 1) == member + 1) memory.Wake(ref Entrance.Value, int.MaxValue);
    }

    internal void Start(int member, string name, ParticipantBody body) => _members[member] = World.Start(name, body);

    internal Phase PhaseOf(int member) => (Phase)_phase[member];

    internal void SetPhase(int member, Phase phase) => _phase[member] = (uint)phase;

    internal void SetIdentity(int member, uint identity) => _identity[member] = identity;

    internal uint IdentityOf(int member) => _identity[member];

    internal void SetSlot(int member, int slot) => _slotOf[member] = (uint)slot + 1;

    internal bool IsKilled(int member) => World.IsDead(_members[member].Process.Identity);

    internal bool IsReaped(int member) => _reaped[member] != 0;

    /// <summary>The watcher of the member has been told to look again: from now on it knows of all who are dead by now.</summary>
    internal void LookAgain(int member)
    {
        for (int other = 0; other < MemberCount; other++)
            if (IsReaped(other)) _seen[member] |= 1u << other;
    }

    /// <summary>
    /// Whether there is nothing more to tell the member: everybody else has left or was never there, or is dead and the member was told of it. Members
    /// that watch like this one do not count while they live.
    /// </summary>
    internal bool IsOver(int member, uint watchers)
    {
        for (int other = 0; other < MemberCount; other++)
        {
            if (other == member || PhaseOf(other) == Phase.Left) continue;
            if (IsKilled(other))
            {
                if (PhaseOf(other) == Phase.Joined && (_seen[member] & (1u << other)) == 0) return false;
            }
            else if ((watchers & (1u << other)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a word still is as expected, and with it the member's entry in the queues of all of them: one step of the kernel.</summary>
    internal void Queue(int member, ReadOnlySpan<uint> offsets, bool isShort)
    {
        for (int i = 0; i < WordsOfASleepMax; i++) _sleepsOn[(member * WordsOfASleepMax) + i] = i < offsets.Length ? offsets[i] + 1 : 0;
        _hurry[member] = isShort ? 1u : 0;
    }

    internal ref uint SleepWord(int member) => ref _sleepWord[member];

    /// <summary>Wakes at most that many who sleep on the word.</summary>
    internal int Wake(ref SimulatedMemory memory, uint offset, int count)
    {
        int woken = 0;
        for (int member = 0; member < MemberCount && woken < count; member++)
        {
            if (IsKilled(member) || !SleepsOn(member, offset)) continue;
            WakeMember(ref memory, member);
            woken++;
        }

        return woken;
    }

    /// <summary>Lets those go on who slept and have nothing more to wait for: their end is no notice that is under test.</summary>
    internal void WakeFinished(ref SimulatedMemory memory, uint watchers)
    {
        for (int member = 0; member < MemberCount; member++)
            if ((watchers & (1u << member)) != 0 && IsAsleep(member) && !IsKilled(member) && IsOver(member, watchers)) WakeMember(ref memory, member);
        _kernel.Value++;
        memory.Wake(ref _kernel.Value, int.MaxValue);
    }

    private bool IsAsleep(int member) => _sleepsOn[member * WordsOfASleepMax] != 0;

    private bool SleepsOn(int member, uint offset)
    {
        for (int i = 0; i < WordsOfASleepMax; i++)
            if (_sleepsOn[(member * WordsOfASleepMax) + i] == offset + 1) return true;
        return false;
    }

    private void WakeMember(ref SimulatedMemory memory, int member)
    {
        Queue(member, [], isShort: false);
        _sleepWord[member]++;
        memory.Wake(ref _sleepWord[member], 1);
    }

    /// <summary>What happens to the killed: first the mark, some time later the lock byte.</summary>
    private void RunKernel(ref SimulatedMemory memory)
    {
        while (true)
        {
            uint kernel = memory.Load(ref _kernel.Value);
            bool isIdle = true;
            bool isOver = true;
            for (int member = 0; member < MemberCount; member++)
            {
                if (IsReaped(member) || (PhaseOf(member) == Phase.Left && !IsKilled(member))) continue;
                isOver = false;
                if (!IsKilled(member)) continue;
                isIdle = false;
                Reap(ref memory, member);
            }

            if (isOver) return;
            var limit = memory.Limit();
            if (isIdle && !AnyToReap()) memory.Sleep(ref _kernel.Value, kernel, ref limit);
        }
    }

    private bool AnyToReap()
    {
        for (int member = 0; member < MemberCount; member++)
            if (IsKilled(member) && !IsReaped(member)) return true;
        return false;
    }

    private void Reap(ref SimulatedMemory memory, int member)
    {
        if (_slotOf[member] != 0)
        {
            int slot = (int)_slotOf[member] - 1;
            uint living = LifeWord.Living((uint)member + 1);
            ref uint life = ref Words.Life[slot];
            if (Marks && memory.CompareExchange(ref life, LifeWord.Ended(living) | LinuxLibc.FUTEX_WAITERS, living) == living)
                Wake(ref memory, OffsetOf(ref life), 1);
            memory.CompareExchange(ref LockBytes[slot], 0, (uint)member + 1);
        }

        // Files are closed, and their locks opened, after the life word was marked.
        _reaped[member] = 1;
        Exit(ref memory, member);
        _kernel.Value++;
        for (int other = 0; other < MemberCount; other++)
            if (_hurry[other] != 0 && !IsKilled(other)) WakeMember(ref memory, other);
    }

    /// <summary>A number for a word of the registry, the same in each run.</summary>
    internal uint OffsetOf(ref uint word) => (uint)(System.Runtime.CompilerServices.Unsafe.ByteOffset(ref Words.Deaths.Value, ref word) / sizeof(uint));
}
