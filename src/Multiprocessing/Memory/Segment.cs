using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Platform.Mapping;

namespace Multiprocessing.Memory;

/// <summary>
/// A named or anonymous piece of shared memory, as this process has it open: a file of the domain's directory, its header checked, mapped once however
/// often the process opens it. Each successful Create, Open or CreateOrOpen is one use, ended by one <see cref="Release"/>.
/// </summary>
/// <remarks>
/// Crash argument. A segment gets its name by one rename after it is complete, so a creator that dies before leaves a temporary file that names it, and
/// the next sweep removes that. The set of holders names processes; dead ones are taken out by whoever looks. A name goes in the steps of
/// <c>Segment.Removal.cs</c>, each of which another process can take over from a dead one.
/// </remarks>
internal sealed partial class Segment
{
    private readonly SegmentFiles _files;
    private readonly MappedRegion _region;
    private readonly SharedRef<SegmentHeader> _header;
    private readonly SegmentHolders _holders;
    private readonly SegmentLife<LiveMemory, SegmentFiles> _life;
    private readonly long _bodyOffset;
    private int _uses;

    /// <summary>A mapping of the file, or of its first page for those who only look after it. The header given is a copy that was checked.</summary>
    private Segment(Domain domain, MappedRegion region, in SegmentHeader header, string? userName, ulong inode)
    {
        Domain = domain;
        _files = new SegmentFiles(domain);
        _region = region;
        _header = region.At<SegmentHeader>(0);
        _holders = new SegmentHolders(region.At<uint>(SegmentHeader.HoldersOffset, SegmentHeader.HolderCount));
        Inode = inode;
        // All that bounds depend on is remembered here, from the checked copy; another process may write anything into the header at any time.
        Kind = header.Kind;
        Incarnation = header.Incarnation;
        ElementCount = header.ElementCount;
        BodySize = header.BodySize;
        ParameterA = header.ParameterA;
        ParameterB = header.ParameterB;
        _bodyOffset = SegmentHeader.BodyOffset(BodySize);
        UserName = userName;
        _life = new SegmentLife<LiveMemory, SegmentFiles>(_files, _header, _holders, userName, Incarnation, inode);
    }

    internal Domain Domain { get; }

    internal SegmentKind Kind { get; }

    /// <summary>The name a user gave, or null.</summary>
    internal string? UserName { get; }

    /// <summary>The name for messages: the user's, or for an anonymous segment the generated one.</summary>
    internal string Name => UserName ?? SegmentName.OfIncarnation(Incarnation);

    /// <summary>Tells this segment from every other, also from a later one of its name.</summary>
    internal ulong Incarnation { get; }

    /// <summary>The file, whatever its names are.</summary>
    internal ulong Inode { get; }

    internal long ElementCount { get; }

    internal long BodySize { get; }

    internal long ParameterA { get; }

    internal long ParameterB { get; }

    /// <summary>
    /// Where in the body of a data segment the spans of user code begin. Pages before it hold state of ours, which a thread that lost a race with Dispose
    /// may touch without harm; the rest becomes inaccessible.
    /// </summary>
    internal long SpansOffset { get; set; }

    internal LiveMemory Memory => new(Domain);

    /// <summary>A part of the body, checked against the size known at open.</summary>
    internal SharedRef<T> Body<T>(long offset = 0, long count = 1)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, BodySize);
        return _region.At<T>(_bodyOffset + offset, count);
    }

    /// <summary>Bytes of the body. A span holds at most 2 GiB.</summary>
    internal Span<byte> BodyBytes(long offset, int length)
    {
        if ((ulong)offset > (ulong)BodySize || length > BodySize - offset)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes there do not lie in the body of {BodySize} bytes of {Kind.Word()} '{Name}'.");
        return _region.Bytes(_bodyOffset + offset, length);
    }

    /// <summary>The error to throw when a value read from the body cannot be right.</summary>
    internal SegmentCorruptException Corrupt(string what) => Errors.Corrupt(Kind.Word(), Name, what);

    /// <summary>The identities that have it open, living or not.</summary>
    internal IEnumerable<uint> HolderIdentities() => _holders.Snapshot();

    /// <summary>Another use of the same opening; paired with a <see cref="Release"/> of its own.</summary>
    internal Segment AddUse()
    {
        lock (SegmentTable.Gate)
        {
            ObjectDisposedException.ThrowIf(_uses == 0, this);
            _uses++;
        }

        return this;
    }

    /// <summary>Ends one use. With the process's last one the mapping goes, and with the last process the segment does, if it is one that goes.</summary>
    internal void Release()
    {
        lock (SegmentTable.Gate)
        {
            if (--_uses > 0) return;
            SegmentTable.Remove(this);
        }

        // Without the gate: ending a wait takes the lock under which the hub looks at objects, and a look may open another segment.
        AsyncWaits.Close(Domain, _region.At<byte>(0), _region.Length, () => new ObjectDisposedException(Name, $"The {Kind.Word()} was closed in this process while this wait was pending."));
        lock (SegmentTable.Gate) Detach();
    }

    /// <summary>Takes this process out and closes the mapping.</summary>
    private void Detach()
    {
        Leave();
        if (Kind.IsData()) _region.Seal(_bodyOffset + SpansOffset);
        else _region.Detach();
    }
}
