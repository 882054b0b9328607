namespace Multiprocessing.Synchronization;

/// <summary>
/// The holds that this process made through one object, each in a slot and with a number that is never used again: so a hold ends once, whatever its scope's
/// copies are asked to do.
/// </summary>
internal sealed class HoldTable(int slots)
{
    /// <summary>The number of a hold without a scope, which ends by the object's own <c>Release</c>.</summary>
    internal const ulong Unscoped = 1;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private ulong[] _numbers = new ulong[slots];
    private ulong _last = Unscoped;
    private int _used;

    internal ulong Begin(int slot)
    {
        ulong number = Interlocked.Increment(ref _last);
        Volatile.Write(ref _numbers[slot], number);
        return number;
    }

    internal void BeginUnscoped(int slot) => Volatile.Write(ref _numbers[slot], Unscoped);

    /// <summary>Ends a hold. False: it has ended already.</summary>
    internal bool TryEnd(int slot, ulong number) =>
        number != 0 && Interlocked.CompareExchange(ref _numbers[slot], 0, number) == number;

    /// <summary>Ends any hold without a scope; its slot, or -1 when there is none.</summary>
    internal int TryEndUnscoped()
    {
        for (int slot = 0; slot < _numbers.Length; slot++)
            if (Volatile.Read(ref _numbers[slot]) == Unscoped && TryEnd(slot, Unscoped)) return slot;
        return -1;
    }

    internal ulong NumberAt(int slot) => Volatile.Read(ref _numbers[slot]);

    /// <summary>A slot for a hold that has no place of its own in shared memory, and the hold's number.</summary>
    internal int BeginAnywhere(out ulong number)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out int slot))
            {
                slot = _used++;
                if (slot == _numbers.Length) Array.Resize(ref _numbers, Math.Max(4, _numbers.Length * 2));
            }

            number = ++_last;
            _numbers[slot] = number;
            return slot;
        }
    }

    /// <summary>Ends such a hold. False: it has ended already.</summary>
    internal bool TryEndAnywhere(int slot, ulong number)
    {
        lock (_gate)
        {
            if (_numbers[slot] != number) return false;
            _numbers[slot] = 0;
            _free.Push(slot);
            return true;
        }
    }
}
