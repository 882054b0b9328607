namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>What users hold of an event.</summary>
internal sealed class SharedEvent(IEventReferent target) : Face<IEventReferent>(target), ISharedEvent
{
    public bool IsSet => Target.IsSet;

    public void Set() => Target.Set();

    public void Reset() => Target.Reset();

    public bool Wait(TimeSpan? timeout = null) => Waits.Wait(() => WaitAsync(timeout));

    public ValueTask<bool> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => Target.WaitAsync(WaitLimits.Of(timeout), cancellationToken);
}
