namespace Multiprocessing.Managers.Objects.Waiting;

/// <summary>A hold of a recursive lock from outside, and how often it was entered within.</summary>
internal sealed class RecursiveHold(SharedLockScope scope)
{
    private readonly Lock _gate = new();
    private int _count;

    internal SharedLockScope Scope { get; } = scope;

    /// <summary>Enters it once more; null when it was left for good.</summary>
    internal SharedRecursiveScope? TryEnter(bool isFirst = false)
    {
        lock (_gate)
        {
            if (_count == 0 && !isFirst) return null;
            _count++;
            return new SharedRecursiveScope(this);
        }
    }

    internal void Leave()
    {
        lock (_gate)
        {
            if (--_count > 0) return;
        }

        Scope.Dispose();
    }
}
