using Nerdbank.MessagePack;

namespace Multiprocessing.Serialization;

/// <summary>How objects of one type become handles and handles objects.</summary>
internal abstract class TransferBinding
{
    internal abstract TransferHandle ExportObject(object shared, TransferScope scope);

    internal abstract object AttachObject(in TransferHandle handle, TransferScope scope);

    /// <summary>The same as a converter for messages in which such an object stands.</summary>
    internal abstract MessagePackConverter CreateConverter();
}
