using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of a queue: an item is done when it has arrived.</summary>
internal sealed class SharedQueue<T>(IQueueReferent target) : QueueFace<T>(target), ISharedQueue<T>
{
    public T Take(TimeSpan? timeout = null) => Waits.Wait(() => TakeAsync(timeout));

    public bool TryTake([MaybeNullWhen(false)] out T item, TimeSpan timeout = default)
    {
        (TakeResult result, item) = Waits.Wait(() => TakeAsync(WaitLimits.Of(timeout), CancellationToken.None));
        return result == TakeResult.Taken;
    }

    public async ValueTask<T> TakeAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        (TakeResult result, T? item) = await TakeAsync(WaitLimits.Of(timeout), cancellationToken).ConfigureAwait(false);
        return result switch
        {
            TakeResult.Taken => item!,
            TakeResult.Completed => throw Errors.QueueCompleted(),
            _ => throw Errors.WaitTimedOut(this, timeout),
        };
    }

    public async IAsyncEnumerable<T> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            (TakeResult result, T? item) = await TakeAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            if (result != TakeResult.Taken) yield break;
            yield return item!;
        }
    }

    private async ValueTask<(TakeResult Result, T? Item)> TakeAsync(TimeSpan limit, CancellationToken token)
    {
        (TakeResult result, long ticket, _, Item item) = await TakeItemAsync(limit, token).ConfigureAwait(false);
        if (result != TakeResult.Taken) return (result, default);
        T value = Unpack(ticket, item);
        Done(ticket);
        return (result, value);
    }
}
