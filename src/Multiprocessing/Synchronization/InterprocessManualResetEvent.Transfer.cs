using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class InterprocessManualResetEvent : ITransferable<InterprocessManualResetEvent>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    static InterprocessManualResetEvent ITransferable<InterprocessManualResetEvent>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, Content));
}
