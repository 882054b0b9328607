using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessBarrier : ITransferable<InterprocessBarrier>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    /// <summary>The action stays behind: each process sets its own.</summary>
    static InterprocessBarrier ITransferable<InterprocessBarrier>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, SegmentContent.Of(SegmentKind.Barrier, BarrierState.Size)), action: null);
}
