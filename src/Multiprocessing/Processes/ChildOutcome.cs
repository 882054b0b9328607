namespace Multiprocessing.Processes;

/// <summary>What became of a child: the bytes of its result, or the exception that awaiting it throws.</summary>
internal readonly record struct ChildOutcome(ReadOnlyMemory<byte> Result, Exception? Error);
