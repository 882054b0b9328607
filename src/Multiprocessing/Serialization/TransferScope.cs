using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Diagnostics;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>
/// What goes with a message besides its bytes: the shared objects in it. A serializer is handed one for each message it writes or reads, and turns shared
/// objects into handles and handles into shared objects with it.
/// </summary>
/// <remarks>
/// <para><em>Threads</em>: of one thread at a time.</para>
/// <para><em>Processes</em>: while a message is under way, what carries it keeps the objects in it alive, also when the sender was killed.</para>
/// <para><em>Cost</em>: nothing for messages without shared objects. Each one in a message costs the system calls of a hold (a link) when written, and
/// of attaching (open, map, unlink) when read.</para>
/// </remarks>
/// <example>A converter of another serializer, here of JSON, for all objects that can be shared:
/// <code>
/// public override void Write(Utf8JsonWriter writer, InterprocessLock value, JsonSerializerOptions options) => writer.WriteStringValue(_scope.Export(value));
/// public override InterprocessLock Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => (InterprocessLock)_scope.Attach(type, reader.GetString()!);
/// </code></example>
public abstract class TransferScope : IDisposable
{
    private List<Attachment>? _attachments;

    private protected TransferScope()
    {
    }

    /// <summary>The scope of a message that cannot carry shared objects.</summary>
    internal static TransferScope None { get; } = new NoTransferScope();

    /// <summary>The scope of a handle to something that its sender keeps alive by itself.</summary>
    internal static TransferScope Unheld { get; } = new UnheldTransferScope();

    /// <summary>What was attached while reading; for carriers that release holds.</summary>
    private protected IReadOnlyList<Attachment> Attachments => _attachments ?? (IReadOnlyList<Attachment>)[];

    /// <summary>Whether objects of the type travel as handles.</summary>
    /// <param name="type">The type, closed.</param>
    public static bool IsShared(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return TransferTypes.Find(type) is not null;
    }

    /// <summary>Turns a shared object into the text that stands for it in the message.</summary>
    /// <param name="shared">An object of a type that <see cref="IsShared"/> accepts.</param>
    /// <returns>Letters, digits, '-' and '_'; its length is a few hundred at most.</returns>
    /// <exception cref="ArgumentException">The type cannot be shared.</exception>
    /// <exception cref="InvalidOperationException">This object cannot travel in this message: it is what carries the message, or lies in another domain.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public string Export(object shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        TransferBinding binding = TransferTypes.Find(shared is ISharedAs proxy ? proxy.SharedType : shared.GetType()) ?? throw Errors.NotShared(shared.GetType());
        return binding.ExportObject(shared, this).ToText();
    }

    /// <summary>Attaches this process to the shared object that a text from <see cref="Export"/> stands for.</summary>
    /// <param name="type">The object's type, as it was exported.</param>
    /// <param name="handle">The text. It may come from anywhere; nothing in it is trusted.</param>
    /// <returns>An object that is this process's own handle of the same shared thing.</returns>
    /// <exception cref="ArgumentException">The type cannot be shared.</exception>
    /// <exception cref="InvalidMessageException">The text is no handle.</exception>
    /// <exception cref="SegmentMissingException">The object has gone.</exception>
    /// <exception cref="SegmentMismatchException">It is of another kind or element type.</exception>
    public object Attach(Type type, string handle)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(handle);
        TransferBinding binding = TransferTypes.Find(type) ?? throw Errors.NotShared(type);
        return binding.AttachObject(TransferHandle.ParseText(handle), this);
    }

    /// <summary>Ends the message: when it was not sent, the holds made for it are dropped.</summary>
    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Writing: keeps <paramref name="target"/> alive until a reader has attached. Called by <see cref="ITransferable.Export"/>.
    /// </summary>
    /// <param name="target">What to keep: a <c>Segment</c> for all that lies in one.</param>
    /// <returns>The token for the handle; null where the carrier keeps the object in a way that needs none.</returns>
    /// <exception cref="InvalidOperationException">This carrier cannot keep that object: it is the carrier itself, or of another domain.</exception>
    internal abstract string? Hold(object target);

    /// <summary>
    /// Writing: something that is there as long as the message is, by which a process that knows nothing of the carrier tells whether the message is still under way.
    /// </summary>
    /// <param name="token">The handle of a segment, as text; null where nothing tells.</param>
    /// <returns>The token of the hold for the handle, as from <see cref="Hold"/>.</returns>
    /// <exception cref="InvalidOperationException">This message cannot carry shared objects.</exception>
    internal virtual string? HoldToken(out string? token)
    {
        token = null;
        return null;
    }

    /// <summary>Whether only the receiver reads the message, so that a secret may be in it.</summary>
    internal virtual bool IsPrivate => false;

    /// <summary>The message is on its way, or was read whole and will not be read again. What that means for the holds is the carrier's.</summary>
    internal abstract void Commit();

    /// <summary>See <see cref="Dispose"/>. May run twice.</summary>
    private protected abstract void End();

    /// <summary>Reading: notes an object that was attached, so that a message which turns out unreadable leaves nothing open.</summary>
    internal void NoteAttached(in TransferHandle handle, object attached) => (_attachments ??= []).Add(new Attachment(handle, attached));

    /// <summary>Reading failed: disposes what was attached so far.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposing them is what this does.")]
    internal void AbandonAttached()
    {
        if (_attachments is null) return;
        // A proxy may be in use elsewhere: it goes with its last user.
        foreach (Attachment attachment in _attachments)
            if (attachment.Handle.Kind is not (TransferKinds.Reference or TransferKinds.Proxy)) (attachment.Object as IDisposable)?.Dispose();
        _attachments.Clear();
    }

    private protected readonly record struct Attachment(TransferHandle Handle, object Object);

    private sealed class NoTransferScope : TransferScope
    {
        internal override string? Hold(object target) => throw Errors.CannotCarry();

        internal override string? HoldToken(out string? token) => throw Errors.CannotCarry();

        internal override void Commit()
        {
        }

        private protected override void End()
        {
        }
    }

    private sealed class UnheldTransferScope : TransferScope
    {
        internal override string? Hold(object target) => null;

        internal override void Commit()
        {
        }

        private protected override void End()
        {
        }
    }
}
