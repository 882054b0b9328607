namespace Multiprocessing.Serialization;

/// <summary>A type that can be shared, both ways. To implement it is all a type does to be found.</summary>
/// <remarks>
/// <code>
/// public sealed partial class InterprocessLock : ITransferable&lt;InterprocessLock&gt;
/// {
///     TransferHandle ITransferable.Export(TransferScope scope) => SegmentTransfer.Export(_segment, scope);
///     static InterprocessLock ITransferable&lt;InterprocessLock&gt;.Attach(in TransferHandle handle, TransferScope scope) =>
///         new(SegmentTransfer.Attach(handle, scope, SegmentContent.Of(SegmentKind.Lock, …)));
/// }
/// </code>
/// The scope disposes what was attached when the rest of the message turns out to be unreadable, so the type should be <see cref="IDisposable"/>.
/// </remarks>
internal interface ITransferable<TSelf> : ITransferable
    where TSelf : class, ITransferable<TSelf>
{
    /// <summary>Attaches this process to the object that the handle names. The handle comes from outside: nothing in it is trusted.</summary>
    static abstract TSelf Attach(in TransferHandle handle, TransferScope scope);
}
