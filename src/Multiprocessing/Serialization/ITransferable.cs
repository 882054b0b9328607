namespace Multiprocessing.Serialization;

/// <summary>
/// What a type that can be shared offers the serializer: an object writes a handle of itself, wherever in a message it stands. Implement
/// <see cref="ITransferable{TSelf}"/>, which has the other direction too; the serializer then finds the type by itself, open generic ones also.
/// </summary>
internal interface ITransferable
{
    /// <summary>
    /// The handle by which another process attaches to the same object. What must outlive the message's flight is given to
    /// <see cref="TransferScope.Hold"/>, and the token goes into the handle. For an object in a segment, <c>SegmentTransfer.Export</c> does all of it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    TransferHandle Export(TransferScope scope);
}
