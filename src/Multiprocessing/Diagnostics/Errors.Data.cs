namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static ArgumentOutOfRangeException OutsideArray(string name, string parameter, long index, long length) => new(parameter, index,
        $"array '{name}' has {length} elements, and index {index} is not among them. Use 0 to {length - 1}.");

    internal static ArgumentOutOfRangeException OutsideArray(string name, string parameter, long start, int count, long length) => new(parameter, start,
        $"array '{name}' has {length} elements, and {count} from index {start} on are not all among them. Ask for a part of 0 to {length}.");

    internal static InvalidOperationException LongerThanASpan(string name, long length) => new(
        $"array '{name}' has {length} elements, and a span holds at most {int.MaxValue}. Use Chunks(), or AsSpan(start, length) for a part.");

    internal static LockRecursionException UpdateRecursion(string name) => new(
        $"guarded value '{name}' is being updated by this very thread, and an update from within would wait for itself. Change the value by the reference that the update was given.");
}
