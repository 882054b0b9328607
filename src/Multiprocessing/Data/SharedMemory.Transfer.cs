using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>
/// A handle of raw memory is its name, as in CPython, and the number of its file, so that what is opened is never something else of that name. Nothing holds it while the
/// message is under way: the name must still be there.
/// </summary>
public sealed partial class SharedMemory : ITransferable<SharedMemory>
{
    TransferHandle ITransferable.Export(TransferScope scope)
    {
        ThrowIfDisposed();
        return ToHandle(TransferKinds.RawMemory);
    }

    static SharedMemory ITransferable<SharedMemory>.Attach(in TransferHandle handle, TransferScope scope) => OfHandle(handle, TransferKinds.RawMemory);

    internal TransferHandle ToHandle(uint kind) => new(kind, "", 0, Name, _inode);

    internal static SharedMemory OfHandle(in TransferHandle handle, uint kind)
    {
        if (handle.Kind != kind || handle.Name is not { } name || !IsValid(name)) throw Errors.HandleDamaged("it names no shared memory");
        SharedMemory opened = TryOpen(name) ?? throw Errors.Gone(Kind, name);
        if (opened._inode == handle.Incarnation) return opened;
        opened.Dispose();
        throw Errors.Gone(Kind, name);
    }
}
