using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessCondition : ITransferable<InterprocessCondition>
{
    /// <summary>The lock goes along, as the handle's companion: the condition that arrives has an opening of its own of it.</summary>
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        TransferHandle gate = ((ITransferable)_gate).Export(scope);
        return SegmentTransfer.Export(_segment, scope) with { Companion = gate.ToText() };
    }

    static InterprocessCondition ITransferable<InterprocessCondition>.Attach(in TransferHandle handle, TransferScope scope)
    {
        TransferHandle companion = TransferHandle.ParseText(handle.Companion ?? throw Errors.HandleDamaged("it is of a condition, and the lock of that is missing"));
        Segment segment = SegmentTransfer.Attach(handle, SegmentContent.Of(SegmentKind.Condition, ConditionState.TotalSize));
        IConditionGate gate;
        try
        {
            gate = (SegmentKind)companion.Kind == SegmentKind.RecursiveLock
                ? TransferTypes.Attach<InterprocessRecursiveLock>(companion, scope)
                : TransferTypes.Attach<InterprocessLock>(companion, scope);
        }
        catch
        {
            segment.Release();
            throw;
        }

        return new InterprocessCondition(segment, gate) { _ownGate = (IDisposable)gate };
    }
}
