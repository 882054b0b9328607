using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Testing.Simulation;

namespace Multiprocessing.Tests.Memory.Simulation;

/// <summary>The directory of a <see cref="SegmentModel"/> as one participant sees it: every call is one step.</summary>
internal readonly struct SimulatedNames(SegmentModel model, SimulatedMemory memory) : ISegmentNames
{
    private const int LinksShift = 32;

    public int Status(string file, out FileFacts facts)
    {
        SegmentModel directory = model;
        int name = SegmentModel.NameOf(file);
        ulong found = memory.Call(ref directory.Names[name], () => Facts(directory, directory.Names[name]));
        return Unpack(found, out facts);
    }

    public int Rename(string from, string to)
    {
        SegmentModel directory = model;
        int first = SegmentModel.NameOf(from);
        int second = SegmentModel.NameOf(to);
        return -(int)memory.Call(ref directory.Names[first], () =>
        {
            if (directory.Names[first] == 0) return Errno.ENOENT;
            if (directory.Names[second] != 0) return Errno.EEXIST;
            directory.Names[second] = directory.Names[first];
            directory.Names[first] = 0;
            return 0;
        });
    }

    public int Unlink(string file)
    {
        SegmentModel directory = model;
        int name = SegmentModel.NameOf(file);
        return -(int)memory.Call(ref directory.Names[name], () =>
        {
            if (directory.Names[name] == 0) return Errno.ENOENT;
            directory.Names[name] = 0;
            return 0;
        });
    }

    /// <summary>Opens the file: it stays the same whatever becomes of its name. 0: there is none.</summary>
    internal uint Open(string file)
    {
        SegmentModel directory = model;
        int name = SegmentModel.NameOf(file);
        return (uint)memory.Call(ref directory.Names[name], () => directory.Names[name]);
    }

    /// <summary>Which names lead to segments: a bit each.</summary>
    internal ulong List() => memory.Call(ref model.Names[0], model.List);

    /// <summary>The status of an open file.</summary>
    internal FileFacts Status(uint inode)
    {
        SegmentModel directory = model;
        Unpack(memory.Call(ref directory.Names[0], () => Facts(directory, inode)), out FileFacts facts);
        return facts;
    }

    /// <summary>Gives a file a name that it did not have. EEXIST when the name is taken.</summary>
    internal int Link(uint inode, string file)
    {
        SegmentModel directory = model;
        int name = SegmentModel.NameOf(file);
        return -(int)memory.Call(ref directory.Names[name], () =>
        {
            if (directory.Names[name] != 0 && directory.Mistake != SegmentMistake.CreatesOverAnother) return Errno.EEXIST;
            directory.Names[name] = inode;
            return 0;
        });
    }

    private static ulong Facts(SegmentModel directory, uint inode)
    {
        if (inode == 0) return 0;
        uint links = directory.LinksOf(inode);
        return inode | ((ulong)links << LinksShift);
    }

    private int Unpack(ulong found, out FileFacts facts)
    {
        uint links = model.Mistake == SegmentMistake.IgnoresHolds ? 1 : (uint)(found >> LinksShift);
        facts = new FileFacts((uint)found, links, 0, 0, 0);
        return found == 0 ? -Errno.ENOENT : 0;
    }
}
