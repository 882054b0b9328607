namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What both kinds of queue have in common.</summary>
internal abstract class QueueFace<T>(IQueueReferent target) : Face<IQueueReferent>(target)
{
    public int Count => Target.Count;

    public bool IsCompleted => Target.IsCompleted;

    public void Put(T item, TimeSpan? timeout = null, long priority = 0)
    {
        if (!Waits.Wait(() => PutAsync(item, WaitLimits.Of(timeout), priority, CancellationToken.None))) throw Errors.WaitTimedOut(this, timeout);
    }

    public bool TryPut(T item, TimeSpan timeout = default, long priority = 0) => Waits.Wait(() => PutAsync(item, WaitLimits.Of(timeout), priority, CancellationToken.None));

    public async ValueTask PutAsync(T item, TimeSpan? timeout = null, long priority = 0, CancellationToken cancellationToken = default)
    {
        if (!await PutAsync(item, WaitLimits.Of(timeout), priority, cancellationToken).ConfigureAwait(false)) throw Errors.WaitTimedOut(this, timeout);
    }

    public async ValueTask PutRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) =>
        await Target.PutAsync(ItemCodec<T>.PackAll(items), 0, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    public void Complete() => Target.Complete();

    private protected async ValueTask<(TakeResult Result, long Ticket, int Attempt, Item Item)> TakeItemAsync(TimeSpan limit, CancellationToken token)
    {
        Item[] taken = await Target.TakeAsync(limit, token).ConfigureAwait(false);
        return taken.Length switch
        {
            0 => (TakeResult.TimedOut, 0, 0, default),
            1 => (TakeResult.Completed, 0, 0, default),
            _ => (TakeResult.Taken, ItemCodec<long>.Unpack(taken[0]), ItemCodec<int>.Unpack(taken[1]), taken[2]),
        };
    }

    /// <summary>The value of an item; one that cannot be read goes back to those who may.</summary>
    private protected T Unpack(long ticket, Item item)
    {
        try
        {
            return ItemCodec<T>.Unpack(item);
        }
        catch
        {
            Waits.Forget(() => Target.ReturnAsync(ticket, CancellationToken.None));
            throw;
        }
    }

    /// <summary>Says that what was taken has arrived.</summary>
    private protected void Done(long ticket) => Waits.Forget(() => Target.DoneAsync(ticket, CancellationToken.None));

    private async ValueTask<bool> PutAsync(T item, TimeSpan limit, long priority, CancellationToken token) =>
        await Target.PutAsync([ItemCodec<T>.Pack(item)], priority, limit, token).ConfigureAwait(false) == 1;
}
