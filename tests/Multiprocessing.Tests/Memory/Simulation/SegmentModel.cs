using Multiprocessing.Memory;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Memory.Simulation;

/// <summary>
/// A directory with one name that many want, the objects that get it, and what must hold in every state: what a living process has open is there; of an object that goes with its last user there is
/// never a second one of that name; what a message holds has not gone.
/// </summary>
internal sealed class SegmentModel
{
    private const int ObjectsMax = 12;
    private const string UserName = "x";
    private const string Hold = ".hold";

    private static readonly string s_file = SegmentName.File(UserName);
    private static readonly Dictionary<string, int> s_names = NameAll();

    private readonly SimulatedWorld _world;
    private readonly bool _goesWithLastUser;
    private readonly int _holdersEach;
    private readonly SharedRef<SegmentHeader> _headers;
    private readonly SharedRef<uint> _holders;
    private readonly SharedRef<uint> _made;
    private readonly SharedRef<uint> _isSent;
    private readonly SharedRef<OpenObject> _uses;

    internal SegmentModel(SimulatedWorld world, bool goesWithLastUser, SegmentMistake mistake = SegmentMistake.None, int holdersEach = 6)
    {
        _holdersEach = holdersEach;
        _world = world;
        _goesWithLastUser = goesWithLastUser;
        Mistake = mistake;
        Names = world.Allocate<uint>("names", s_names.Count);
        _made = world.Allocate<uint>("made");
        _isSent = world.Allocate<uint>("isSent");
        _uses = world.Allocate<OpenObject>("uses", 8);
        _holders = world.Allocate<uint>("holders", ObjectsMax * _holdersEach);
        _headers = world.Allocate<SegmentHeader>("headers", ObjectsMax);
        world.AfterEachStep(CheckState);
        world.AtEnd(CheckEnd);
    }

    internal SegmentMistake Mistake { get; }

    /// <summary>The files that the names lead to: 0, or the number of an object.</summary>
    internal SharedRef<uint> Names { get; }

    internal static int NameOf(string file) => s_names[file];

    /// <summary>A bit for each name of a segment that is there.</summary>
    internal ulong List()
    {
        ulong listed = 0;
        for (int i = 0; i < s_names.Count; i++)
            if (i != NameOf(Hold) && Names[i] != 0) listed |= 1UL << i;
        return listed;
    }

    internal uint LinksOf(uint inode)
    {
        uint links = 0;
        for (int i = 0; i < s_names.Count; i++)
            if (Names[i] == inode) links++;
        return links;
    }

    /// <summary>Makes or opens the object of the name, uses it, and closes it.</summary>
    internal void Use(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        uint inode = CreateOrOpen(ref memory, ref limit);
        Close(ref memory, inode, ref limit);
    }

    /// <summary>Makes the object, lets a message hold it, and leaves.</summary>
    internal void Send(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        uint inode = CreateOrOpen(ref memory, ref limit);
        new SimulatedNames(this, memory).Link(inode, Hold);
        memory.Store(ref _isSent.Value, 1);
        memory.Wake(ref _isSent.Value, int.MaxValue);
        Close(ref memory, inode, ref limit);
    }

    /// <summary>Before the first step: the process has made the object and uses it.</summary>
    internal void MakeFor(uint user)
    {
        _made.Value = 1;
        Names[NameOf(s_file)] = 1;
        _headers[1].Incarnation = 1;
        _headers[1].Flags = _goesWithLastUser ? SegmentHeader.FlagUntilLastUser : 0;
        _holders[_holdersEach] = user;
        Tell(user, 1);
    }

    /// <summary>Opens the object, lets a message hold it, leaves, and takes the message back.</summary>
    internal void SendIfThere(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        uint inode = TryOpen(ref memory, s_file, ref limit);
        if (inode == 0) return;
        new SimulatedNames(this, memory).Link(inode, Hold);
        Close(ref memory, inode, ref limit);
        Receive(ref memory, inode, ref limit);
    }

    /// <summary>After the sender's death: whoever has the queue drops what was never sent with the rest.</summary>
    internal void EndSending(ref SimulatedMemory memory)
    {
        memory.Store(ref _isSent.Value, 1);
        memory.Wake(ref _isSent.Value, int.MaxValue);
        Sweep(ref memory);
    }

    /// <summary>Waits for the message, opens what it holds, drops the hold, uses the object and closes it. Nothing where there is no hold: it was never made, or another has received it.</summary>
    internal void Receive(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        while (memory.Load(ref _isSent.Value) == 0) memory.Sleep(ref _isSent.Value, 0, ref limit);
        uint held = new SimulatedNames(this, memory).Open(Hold);
        if (held != 0) Receive(ref memory, held, ref limit);
        Sweep(ref memory);
    }

    /// <summary>Takes the name away from whatever has it.</summary>
    internal void Remove(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        var names = new SimulatedNames(this, memory);
        while (names.Open(s_file) is not 0 and uint inode)
        {
            var life = LifeOf(memory, inode);
            life.Remove(ref memory, out uint state, out int result);
            if (state == 0 && result == 0) return;
            if ((state & SegmentHeader.StateGone) != 0 && life.IsMine(s_file, out _)) names.Unlink(s_file);
            else if ((state & SegmentHeader.StateRemoving) != 0) life.AwaitRemoval(ref memory, state, ref limit);
        }
    }

    /// <summary>What the next process does after a death.</summary>
    internal void Sweep(ref SimulatedMemory memory)
    {
        var limit = memory.Limit();
        if (Mistake == SegmentMistake.NeverTakesOver) return;
        var names = new SimulatedNames(this, memory);
        ulong listed = names.List();
        foreach (var (file, name) in s_names)
        {
            if ((listed & (1UL << name)) == 0 || names.Open(file) is not (not 0 and uint inode)) continue;
            LifeOf(memory, inode).Settle(ref memory, ref limit);
        }
    }

    private void Receive(ref SimulatedMemory memory, uint held, ref WaitLimit limit)
    {
        uint opened = TryOpen(ref memory, Hold, ref limit);
        SimulatedWorld.Check(opened == held, "what a message holds has gone");
        new SimulatedNames(this, memory).Unlink(Hold);
        Close(ref memory, opened, ref limit);
    }

    private uint CreateOrOpen(ref SimulatedMemory memory, ref WaitLimit limit)
    {
        while (true)
        {
            if (TryOpen(ref memory, s_file, ref limit) is not 0 and uint opened) return opened;
            if (TryCreate(ref memory) is not 0 and uint made) return made;
        }
    }

    /// <summary>The object is whole before it gets its name, so only that is a step.</summary>
    private uint TryCreate(ref SimulatedMemory memory)
    {
        uint inode = memory.Increment(ref _made.Value);
        SimulatedWorld.Check(inode < ObjectsMax, "more objects than the world has room for");
        _headers[inode].Incarnation = inode;
        _headers[inode].Flags = _goesWithLastUser ? SegmentHeader.FlagUntilLastUser : 0;
        _holders[inode * _holdersEach] = memory.Me;
        if (new SimulatedNames(this, memory).Link(inode, s_file) != 0) return 0;
        Tell(memory.Me, inode);
        return inode;
    }

    /// <summary>As Segment.TryOpen does. 0: there is none.</summary>
    private uint TryOpen(ref SimulatedMemory memory, string file, ref WaitLimit limit)
    {
        var names = new SimulatedNames(this, memory);
        for (int attempt = 0; ; attempt++)
        {
            uint inode = names.Open(file);
            if (inode == 0) return 0;
            FileFacts facts = names.Status(inode);
            var life = LifeOf(memory, inode);
            bool isOrphan = attempt == 0 && life.IsOrphan(ref memory, facts);
            SegmentEntry entry = isOrphan ? SegmentEntry.Ending : Enter(ref memory, life, inode);
            if (entry == SegmentEntry.Entered)
            {
                Tell(memory.Me, inode);
                return inode;
            }

            SimulatedWorld.Check(entry != SegmentEntry.Full, "there are not that many processes");
            if (entry == SegmentEntry.Gone) return 0;
            life.SeeToItsEnd(ref memory, ref limit, out _);
        }
    }

    private SegmentEntry Enter(ref SimulatedMemory memory, SegmentLife<SimulatedMemory, SimulatedNames> life, uint inode)
    {
        if (Mistake != SegmentMistake.LooksBeforeEntering) return life.Enter(ref memory);
        if (memory.Load(ref _headers[inode].State) != 0) return SegmentEntry.Ending;
        HoldersOf(inode).TryEnter(ref memory);
        return SegmentEntry.Entered;
    }

    /// <summary>Uses the object and closes it.</summary>
    internal void Close(ref SimulatedMemory memory, uint inode, ref WaitLimit limit)
    {
        // A step of use: others may come, and kill, while it is open.
        memory.Load(ref _headers[inode].State);
        Tell(memory.Me, 0);
        if (Mistake == SegmentMistake.LeavesTheFile) HoldersOf(inode).Leave(ref memory);
        else LifeOf(memory, inode).Leave(ref memory, ref limit);
    }

    private SegmentHolders HoldersOf(uint inode) => new(_holders.As<uint>(inode * _holdersEach), _holdersEach);

    private SegmentLife<SimulatedMemory, SimulatedNames> LifeOf(SimulatedMemory memory, uint inode) =>
        new(new SimulatedNames(this, memory), _headers.As<SegmentHeader>(inode), HoldersOf(inode), UserName, inode, inode);

    private void Tell(uint user, uint inode) => _uses[Platform.Liveness.ProcessIdentity.Slot(user)] = new OpenObject { User = user, Inode = inode };

    private void CheckState()
    {
        uint used = 0;
        for (int i = 0; i < 8; i++)
        {
            uint inode = _uses[i].Inode;
            if (inode == 0 || _world.IsDead(_uses[i].User)) continue;
            SimulatedWorld.Check((_headers[inode].State & SegmentHeader.StateGone) == 0 && LinksOf(inode) > 0, $"object {inode} has gone, and a living process uses it");
            SimulatedWorld.Check(!_goesWithLastUser || used == 0 || used == inode, $"objects {used} and {inode} are in use under one name");
            used = inode;
        }

        uint held = Names[NameOf(Hold)];
        SimulatedWorld.Check(held == 0 || (_headers[held].State & SegmentHeader.StateGone) == 0, $"object {held} has gone, and a message holds it");
    }

    private void CheckEnd()
    {
        for (int i = 0; i < s_names.Count; i++)
        {
            uint inode = Names[i];
            if (inode == 0) continue;
            bool mayStay = !_goesWithLastUser && i == NameOf(s_file) && _headers[inode].State == 0 && (_headers[inode].Flags & SegmentHeader.FlagHidden) == 0;
            SimulatedWorld.Check(mayStay, $"object {inode} is left");
        }
    }

    private static Dictionary<string, int> NameAll()
    {
        var names = new Dictionary<string, int> { [s_file] = 0, [Hold] = 1 };
        for (uint i = 1; i < ObjectsMax; i++) names.Add(SegmentName.HiddenFile(i), names.Count);
        return names;
    }

    /// <summary>What a process has open.</summary>
    private struct OpenObject
    {
        internal uint User;
        internal uint Inode;
    }
}
