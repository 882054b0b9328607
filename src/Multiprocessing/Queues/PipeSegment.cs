using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Queues;

/// <summary>One end of a pipe as this process has it: a queue to write, one to read, and the words that say who has the ends.</summary>
internal sealed class PipeSegment : IPeerWatch
{
    private readonly Segment _segment;
    private readonly SharedRef<PipeLayout> _ends;
    private LiveMemory _memory;
    private uint _deathsSeen;
    private bool _hasLooked;

    private PipeSegment(Segment segment, bool isLeft)
    {
        _segment = segment;
        IsLeft = isLeft;
        _memory = segment.Memory;
        _ends = segment.Body<PipeLayout>();
        long half = (segment.BodySize - PipeLayout.Size) / 2;
        var toRight = new QueueSegment(segment, PipeLayout.Size, half);
        var toLeft = new QueueSegment(segment, PipeLayout.Size + half, half);
        segment.AddUse();
        (Out, In) = isLeft ? (toRight, toLeft) : (toLeft, toRight);
        Out.Peer = this;
        In.Peer = this;
    }

    internal bool IsLeft { get; }

    internal Segment Segment => _segment;

    internal QueueSegment Out { get; }

    internal QueueSegment In { get; }

    private ref uint Mine => ref IsLeft ? ref _ends.Value.Left : ref _ends.Value.Right;

    private ref uint Theirs => ref IsLeft ? ref _ends.Value.Right : ref _ends.Value.Left;

    /// <summary>Writes a new pipe, both ends of which belong to the calling process.</summary>
    internal static void Initialise(Segment segment, in QueueGeometry geometry)
    {
        ref PipeLayout ends = ref segment.Body<PipeLayout>().Value;
        ends.Left = segment.Domain.Me;
        ends.Right = segment.Domain.Me;
        QueueSegment.Initialise(segment, geometry, PipeLayout.Size);
        QueueSegment.Initialise(segment, geometry, PipeLayout.Size + geometry.BodySize);
    }

    /// <summary>Takes over one use of the segment. The end is the calling process's from now on.</summary>
    internal static PipeSegment Open(Segment segment, bool isLeft)
    {
        try
        {
            if (segment.BodySize < PipeLayout.Size) throw segment.Corrupt($"its body has {segment.BodySize} bytes, less than the ends of a pipe");
            var pipe = new PipeSegment(segment, isLeft);
            pipe._memory.Store(ref pipe.Mine, segment.Domain.Me);
            return pipe;
        }
        catch (SegmentCorruptException)
        {
            segment.Release();
            throw;
        }
    }

    /// <summary>
    /// Ends the end, if it is this process's: what it has sent can still be read, and what is sent to it is refused. Otherwise another process has received it meanwhile.
    /// </summary>
    internal void End()
    {
        if (_memory.CompareExchange(ref Mine, 0, _segment.Domain.Me) != _segment.Domain.Me) return;
        FaultPoint.Hit("pipe.ended");
        QueueCompletion.Complete(Out, null);
        QueueCompletion.Complete(In, null);
    }

    internal void Release()
    {
        Out.Release();
        In.Release();
    }

    /// <summary>
    /// Completes both queues when the process of the other end has ended, and no message brings the end to another. Asked before the first sleep and after deaths.
    /// </summary>
    public void Look()
    {
        uint deaths = _memory.Load(ref _segment.Domain.Deaths.Value);
        if (_hasLooked && deaths == _deathsSeen && _memory.Load(ref Theirs) != 0) return;
        _hasLooked = true;
        _deathsSeen = deaths;
        uint owner = _memory.Load(ref Theirs);
        if (owner != 0 && (!_memory.IsDead(owner) || _segment.IsHeld)) return;
        // A claimant that is stopped in one of the queues holds this up; the next look, at the latest after a second, tries again.
        var limit = new WaitLimit(_segment.Domain, TimeSpan.Zero);
        RingStatus reading = In.Ring.Complete(null, ref limit);
        RingStatus writing = Out.Ring.Complete(null, ref limit);
        limit.Dispose();
        _hasLooked = reading != RingStatus.Busy && writing != RingStatus.Busy;
    }
}
