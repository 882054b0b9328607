namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static InvalidOperationException StreamNull() => new("A member or sequence gave null where a stream of items was wanted. Return an empty one.");

    internal static InvalidOperationException StreamMisused() => new("A stream was asked for something that it does not do, or for two steps at once. The other program is not built with this library's generator, or from another version of it.");
}
