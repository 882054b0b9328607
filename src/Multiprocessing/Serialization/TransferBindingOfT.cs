using Multiprocessing.Serialization.Converters;
using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization;

/// <summary>The binding of <typeparamref name="T"/>.</summary>
internal abstract class TransferBinding<T> : TransferBinding
    where T : class
{
    internal sealed override TransferHandle ExportObject(object shared, TransferScope scope) => Export((T)shared, scope);

    internal sealed override object AttachObject(in TransferHandle handle, TransferScope scope) => Attach(handle, scope);

    internal sealed override MessagePackConverter CreateConverter() => new TransferConverter<T>(this);

    internal abstract TransferHandle Export(T shared, TransferScope scope);

    internal T Attach(in TransferHandle handle, TransferScope scope)
    {
        T attached = AttachNew(handle, scope);
        scope.NoteAttached(handle, attached);
        return attached;
    }

    private protected abstract T AttachNew(in TransferHandle handle, TransferScope scope);
}
