using Multiprocessing.Managers.Handover;
using Multiprocessing.Serialization;

namespace Multiprocessing.Managers.Objects;

/// <summary>
/// The objects of shared interfaces that lie within a message: in a record, a tuple, a collection. Their places in the bytes hold numbers, and the objects themselves follow the bytes as references.
/// </summary>
internal sealed class ReferenceScope : TransferScope
{
    private readonly List<Reference> _references = [];

    /// <summary>For a message to be written.</summary>
    internal ReferenceScope()
    {
    }

    /// <summary>For a message to be read.</summary>
    internal ReferenceScope(ReadOnlySpan<Reference> references) => _references.AddRange(references);

    internal IReadOnlyList<Reference> References => _references;

    /// <summary>Lets objects of an interface lie within messages: in those of calls as references, in others as names and tickets.</summary>
    internal static void Register<T>()
        where T : class => TransferTypes.Register<T>(
            static (shared, scope) => scope is ReferenceScope references ? references.Add(shared, SharedContract.Of<T>()) : ProxyTransfer.Export(shared, SharedContract.Of<T>(), scope),
            static (handle, scope) => (T)(scope is ReferenceScope references ? references.Get(handle, SharedContract.Of<T>()) : ProxyTransfer.Attach(handle, SharedContract.Of<T>())));

    internal override string? Hold(object target) => null;

    internal override void Commit()
    {
    }

    private protected override void End()
    {
    }

    private TransferHandle Add(object shared, SharedContract contract)
    {
        _references.Add(new Reference(contract.Face is null ? shared : contract.Face.Unwrap(shared), contract.Inner));
        return new TransferHandle(TransferKinds.Reference, "", 0, null, 0) { Detail = (ulong)(_references.Count - 1) };
    }

    private object Get(in TransferHandle handle, SharedContract contract)
    {
        if (handle.Kind != TransferKinds.Reference || handle.Detail >= (ulong)_references.Count) throw Errors.ReferenceUnknown(handle.Detail);
        object target = _references[(int)handle.Detail].Target ?? throw Errors.ReferenceUnknown(handle.Detail);
        if (!contract.Inner.Type.IsInstanceOfType(target)) throw Errors.ReferenceOfOtherType(target.GetType(), contract.Type);
        return contract.Face is null ? target : contract.Face.Of(target, contract);
    }
}
