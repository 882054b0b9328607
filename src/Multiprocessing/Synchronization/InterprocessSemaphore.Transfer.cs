using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;
using Multiprocessing.Synchronization;

namespace Multiprocessing;

public sealed partial class InterprocessSemaphore : ITransferable<InterprocessSemaphore>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    static InterprocessSemaphore ITransferable<InterprocessSemaphore>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, SegmentContent.Of(SegmentKind.Semaphore, SemaphoreState.Size)));
}
