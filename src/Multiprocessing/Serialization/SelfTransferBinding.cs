namespace Multiprocessing.Serialization;

/// <summary>The binding of a type that implements <see cref="ITransferable{TSelf}"/>.</summary>
internal sealed class SelfTransferBinding<T> : TransferBinding<T>
    where T : class, ITransferable<T>
{
    internal override TransferHandle Export(T shared, TransferScope scope) => shared.Export(scope);

    private protected override T AttachNew(in TransferHandle handle, TransferScope scope) => T.Attach(handle, scope);
}
