using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class InterprocessLock : ITransferable<InterprocessLock>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_segment.Kind != SegmentKind.Lock) throw Errors.TravelsWithOwner(_kind, _segment.Name, _segment.Kind.Word());
        return SegmentTransfer.Export(_segment, scope);
    }

    static InterprocessLock ITransferable<InterprocessLock>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, Content));
}
