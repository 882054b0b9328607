namespace Multiprocessing.Serialization;

/// <summary>The binding of a type that was registered with two functions.</summary>
internal sealed class RegisteredTransferBinding<T>(Func<T, TransferScope, TransferHandle> export, Func<TransferHandle, TransferScope, T> attach) : TransferBinding<T>
    where T : class
{
    internal override TransferHandle Export(T shared, TransferScope scope) => export(shared, scope);

    private protected override T AttachNew(in TransferHandle handle, TransferScope scope) => attach(handle, scope);
}
