using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class SharedArray<T> : ITransferable<SharedArray<T>>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    static SharedArray<T> ITransferable<SharedArray<T>>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, Content(0)));
}
