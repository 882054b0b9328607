namespace Multiprocessing.Queues;

/// <summary>Where a record's body lies. Values are part of the layout.</summary>
internal enum RecordPlace : byte
{
    Slot = 0,
    Blocks = 1,
    Segment = 2,
}
