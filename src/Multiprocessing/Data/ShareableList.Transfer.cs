using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class ShareableList : ITransferable<ShareableList>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        _ = _memory.AsSpan(0, 0);
        return _memory.ToHandle(TransferKinds.ShareableList);
    }

    static ShareableList ITransferable<ShareableList>.Attach(in TransferHandle handle, TransferScope scope) => new(SharedMemory.OfHandle(handle, TransferKinds.ShareableList));
}
