using Multiprocessing.Memory;
using Multiprocessing.Serialization;

namespace Multiprocessing;

public sealed partial class GuardedValue<T> : ITransferable<GuardedValue<T>>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ObjectDisposedException.ThrowIf(_use >= UpdatingDisposed, this);
        return SegmentTransfer.Export(_segment, scope);
    }

    static GuardedValue<T> ITransferable<GuardedValue<T>>.Attach(in TransferHandle handle, TransferScope scope) => new(SegmentTransfer.Attach(handle, Content));
}
