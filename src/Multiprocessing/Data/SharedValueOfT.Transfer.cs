using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class SharedValue<T> : ITransferable<SharedValue<T>>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    static SharedValue<T> ITransferable<SharedValue<T>>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, Content));
}
