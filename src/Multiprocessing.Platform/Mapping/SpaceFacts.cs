namespace Multiprocessing.Platform.Mapping;

/// <summary>How much a place can still take, in bytes: of its file system, and of the memory limit of the process's control group (long.MaxValue: none).</summary>
internal readonly record struct SpaceFacts(long FileSystemFree, long FileSystemSize, long MemoryLeft)
{
    internal long Available => Math.Min(FileSystemFree, MemoryLeft);
}
