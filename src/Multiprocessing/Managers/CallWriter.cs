using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Limits;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Writes the arguments of a call, or its results, into one frame. For generated code.</summary>
/// <remarks>An instance belongs to one call and is used up by it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class CallWriter : IBufferWriter<byte>
{
    private const int KeptSizeMax = 64 * 1024;
    private const int LengthSize = sizeof(uint);

    [ThreadStatic]
    private static CallWriter? t_spare;

    // What longer frames lie in is rented.
    private byte[] _kept = new byte[256];
    private byte[] _buffer;
    private int _count;
    private Peer? _peer;

    private CallWriter() => _buffer = _kept;

    internal FrameHeader Header { get; private set; }

    /// <summary>The chain that a call belongs to; null for none.</summary>
    internal Chain? Chain { get; private set; }

    private bool IsRented => !ReferenceEquals(_buffer, _kept);

    /// <summary>Bytes after the header.</summary>
    internal int BodySize => _count - Header.Size + ReferenceList.SizeOf(Exported?.Count ?? 0);

    /// <summary>Writes an argument or result.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <param name="value">The value; it travels as a copy.</param>
    /// <exception cref="ArgumentException">It cannot be written.</exception>
    public void Write<T>(T value)
    {
        if (typeof(T) == typeof(Item))
        {
            WriteItem((Item)(object)value!);
            return;
        }

        if (typeof(T) == typeof(Item[]))
        {
            WriteItems((Item[])(object)value!);
            return;
        }

        // An unmanaged value as it lies in memory; else its length plus one (u32) and its bytes, where a length of 0 is null.
        MessageCodec<T> codec = MessageCodec<T>.Default;
        if (codec.IsUnmanaged)
        {
            codec.Write(this, value, TransferScope.None);
            return;
        }

        int at = _count;
        Reserve(LengthSize);
        _count += LengthSize;
        uint length = 0;
        ReferenceScope? scope = codec.CarriesShared ? new ReferenceScope() : null;
        if (value is not null)
        {
            // What lies in the value as it travels is made room for at once.
            if (codec.TryGetBytes(value, out ReadOnlySpan<byte> bytes)) WriteRaw(bytes);
            else codec.Write(this, value, scope ?? TransferScope.None);
            length = (uint)(_count - at - LengthSize) + 1;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at), length);
        if (scope is not null) WriteReferences(scope.References.ToArray());
    }

    /// <summary>Writes a reference to an object of a shared interface: it stays where it is, and the receiver gets a proxy.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <param name="value">The object, or a proxy: one that goes back to where its object lives arrives as the object.</param>
    /// <exception cref="ArgumentException">It is a proxy of another connection.</exception>
    public void WriteReference<T>(T? value)
        where T : class => WriteReference(value, SharedContract.Of<T>());

    internal void WriteReference(object? value, SharedContract contract)
    {
        Peer peer = _peer ?? throw new InvalidOperationException("The frame belongs to no connection.");
        peer.WriteReference(this, value is null || contract.Face is null ? value : contract.Face.Unwrap(value), contract.Inner);
    }

    /// <inheritdoc/>
    void IBufferWriter<byte>.Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _count);
        _count += count;
    }

    /// <inheritdoc/>
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_count);
    }

    /// <inheritdoc/>
    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_count);
    }

    /// <summary>Begins a frame.</summary>
    internal static CallWriter Rent(Peer? peer, FrameHeader header, Chain? chain = null)
    {
        CallWriter writer = t_spare ?? new CallWriter();
        t_spare = null;
        writer._peer = peer;
        writer.Header = header;
        writer._count = header.Size;
        writer.Exported = null;
        writer.Observation = null;
        writer.Loans = null;
        writer.Limit = null;
        writer.Chain = chain;
        return writer;
    }

    /// <summary>How long the call may take; null for as long as it takes.</summary>
    internal CallLimit? Limit { get; set; }

    /// <summary>Who listens to the call; null for nobody.</summary>
    internal CallObservation? Observation { get; set; }

    /// <summary>The references that the frame gives, and where they are: to be taken back if it is not sent; null when it gives none.</summary>
    internal List<(ulong Id, int At)>? Exported { get; set; }

    /// <summary>The next bytes are a reference that the frame gives.</summary>
    internal void NoteExport(ulong id) => (Exported ??= []).Add((id, _count));

    /// <summary>Writes the caller's trace context, before the arguments.</summary>
    internal void WriteTrace(ActivityContext context)
    {
        Reserve(TraceParent.Size);
        TraceParent.Write(_buffer.AsSpan(_count, TraceParent.Size), context);
        _count += TraceParent.Size;
    }

    /// <summary>Changes what the frame is; drops what was written after the header unless it is kept, which takes a header of the same size.</summary>
    internal void Restart(FrameHeader header, bool keepBody)
    {
        Debug.Assert(!keepBody || header.Size == Header.Size, "The body begins where the header ends.");
        Header = header;
        if (!keepBody) _count = header.Size;
    }

    /// <summary>The whole frame, with its header.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        if (Exported is { Count: > 0 } given) ListReferences(CollectionsMarshal.AsSpan(given));
        Span<byte> frame = _buffer.AsSpan(0, _count);
        Header.Write(frame);
        return frame;
    }

    /// <summary>Appends the whole frame, a long one without a copy; the number of bytes that wait now, or 0 when the connection is closed. After it the frame is not there any more.</summary>
    internal int AppendTo(OutputBuffer output)
    {
        ReadOnlySpan<byte> frame = Finish();
        if (!IsRented) return output.Append(frame);
        int waiting = output.AppendRented(_buffer, _count, out bool isTaken);
        if (isTaken) _buffer = _kept;
        return waiting;
    }

    /// <summary>Gives the writer back; the caller uses it no more.</summary>
    internal void Return()
    {
        _peer = null;
        Chain = null;
        if (IsRented) FrameMemory.Return(_buffer);
        _buffer = _kept;
        t_spare = this;
    }

    private void ListReferences(ReadOnlySpan<(ulong Id, int At)> given)
    {
        int size = ReferenceList.SizeOf(given.Length);
        Reserve(size);
        ReferenceList.Write(_buffer.AsSpan(_count, size), given, _count);
        _count += size;
        Header = Header with { ListsReferences = true };
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _count >= size) return;
        int larger = (int)Math.Min(Array.MaxLength, Math.Max(_buffer.Length * 2L, (long)_count + size));
        byte[] before = _buffer;
        byte[] buffer = larger > KeptSizeMax ? FrameMemory.Rent(larger) : new byte[larger];
        before.AsSpan(0, _count).CopyTo(buffer);
        if (IsRented) FrameMemory.Return(before);
        if (larger <= KeptSizeMax) _kept = buffer;
        _buffer = buffer;
    }
}
