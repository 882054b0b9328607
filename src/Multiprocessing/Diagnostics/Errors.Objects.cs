namespace Multiprocessing.Diagnostics;

internal static partial class Errors
{
    internal static InvalidOperationException CatalogClosed() => new(
        "This manager's server makes no objects for its clients. Let it with AddSharedObjects() where it registers, or register the object there.");

    internal static InvalidOperationException TooManyNames(int max) => new($"Clients have given names to {max} objects of this server, the limit. Remove some, or use objects without a name.");

    internal static InvalidOperationException NameTaken(string name) => new($"There is an object named '{name}' in this manager already. Get it, or Remove it, or use another name.");

    internal static ArgumentException ObjectOfOtherType(string name, string found, string wanted) => new(
        $"Object '{name}' is {WithoutHash(found)}; it was opened as {WithoutHash(wanted)}{(WithoutHash(found) == WithoutHash(wanted) ? ", in another version of these types" : "")}. Open it with the types with which it was made.");

    internal static NotSupportedException NumberNotAdded(Type type) => new(
        $"A server does not add numbers of type {TypeNames.Short(type)}. Use integers of 8 to 64 bits, float, double or decimal, or change the value with AddOrUpdate.");

    internal static InvalidMessageException InterfaceUnknown(string name) => CallDamaged($"it refers to an object of {name}, an interface that this process does not know");

    internal static ArgumentException TooManyReferencesInMessage(int count) => new($"{count} objects of shared interfaces lie in one value; the limit is {ushort.MaxValue}. Send it in parts.");

    internal static KeyNotFoundException KeyMissing(object key) => new($"The key '{key}' is not in the dictionary.");

    internal static ArgumentException KeyPresent(object? key) => new($"The key '{key}' is in the dictionary already. Use the indexer to replace its value.");

    internal static TimeoutException WaitTimedOut(object what, TimeSpan? timeout) => new($"{what} could not be had in the {timeout?.TotalSeconds ?? 0:0.###} s waited. Look who holds it, or wait longer.");

    internal static InvalidOperationException SemaphoreTooFull(int free, int permits, int count, int maximum) => new(
        $"{count} units were released to a semaphore with {free} free and {permits} out as permits; its maximum is {maximum}. Release what was taken, once.");

    internal static InvalidOperationException QueueCompleted() => new("The queue is completed: no more items are put, and none are left.");

    internal static InvalidOperationException LeaseNotOut() => new("The item is not out with this taker: it was done or returned before, or its taker's connection ended. Take another.");

    internal static BrokenBarrierException SharedBarrierBroken(string name) => new(
        name, "a party gave up, died, or broke it", $"{name} is broken: a party gave up or died while others waited, or it was aborted or reset. Reset it when all know.");

    internal static InvalidCastException ValueOfOtherType(string name, Type wanted) => new($"The value of '{name}' was set with another type than {TypeNames.Short(wanted)}, or another version of it. Get it with the type with which it was set.");

    internal static ArgumentException QueueOfAnotherServer() => new("The queue for results lives in another process than the leased item, so the two cannot change in one step. Make both in the same manager, or put the result first and say Done after it.");

    internal static ArgumentException LockOfAnotherServer() => new("The condition's lock lives in another process than the condition. Make both in the same manager.");

    internal static ArgumentException CopyOfOtherSize(int count, int room) => new(
        $"The collection has {count} entries, and there is room for {room}: others changed it after its count was asked for. Take a Snapshot(), which is one step.");

    private static string WithoutHash(string typeText) => typeText.Split('#')[0];
}
