namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>How a queue is made.</summary>
/// <param name="Capacity">How many items may wait.</param>
/// <param name="Order">Which item is taken first.</param>
/// <param name="MaxAttempts">How often an item is taken.</param>
internal readonly record struct QueueSetup(int Capacity, SharedQueueOrder Order, int MaxAttempts)
{
    internal static QueueSetup Default { get; } = new(int.MaxValue, SharedQueueOrder.FirstIn, int.MaxValue);

    internal static QueueSetup DefaultJoinable { get; } = new(int.MaxValue, SharedQueueOrder.FirstIn, 3);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        if (Order is < SharedQueueOrder.FirstIn or > SharedQueueOrder.Priority) throw new ArgumentOutOfRangeException(nameof(Order), Order, "There is no such order.");
    }
}
