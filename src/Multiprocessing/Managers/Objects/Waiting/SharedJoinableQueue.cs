using System.Runtime.CompilerServices;

namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a queue whose items are leases.</summary>
internal sealed class SharedJoinableQueue<T>(IQueueReferent target) : QueueFace<T>(target), ISharedJoinableQueue<T>
{
    public SharedLease<T>? TryTake(TimeSpan? timeout = null) => Waits.Wait(() => TryTakeAsync(timeout));

    public async ValueTask<SharedLease<T>?> TryTakeAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        (TakeResult result, long ticket, int attempt, Item item) = await TakeItemAsync(WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false);
        return result == TakeResult.Taken ? new SharedLease<T>(Target, ticket, attempt, Unpack(ticket, item)) : null;
    }

    public async IAsyncEnumerable<SharedLease<T>> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await TryTakeAsync(null, cancellationToken).ConfigureAwait(false) is { } lease) yield return lease;
    }

    public bool Join(TimeSpan? timeout = null) => Waits.Wait(() => JoinAsync(timeout));

    public ValueTask<bool> JoinAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Target.JoinAsync(WaitLimits.Of(timeout), cancellationToken);

    public IReadOnlyList<T> TakeFailed()
    {
        Item[] taken = Target.TakeFailed();
        if (taken.Length == 0) return [];
        IReadOnlyList<T> failed = Array.AsReadOnly(ItemCodec<T>.UnpackAll(taken[1..]));
        Done(ItemCodec<long>.Unpack(taken[0]));
        return failed;
    }
}
