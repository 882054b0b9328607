namespace Multiprocessing.Memory;

/// <summary>Fills the body of a segment that nobody else sees yet.</summary>
internal delegate void SegmentInitialiser<in TState>(Segment segment, TState state)
    where TState : allows ref struct;
