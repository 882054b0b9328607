using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Objects;
using Multiprocessing.Serialization;

namespace Multiprocessing;

/// <summary>Reads the arguments of a call, or its results. For generated code.</summary>
/// <remarks>What it reads comes from another process: every length is checked, and everything must be read, no more and no less.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class CallReader
{
    private readonly Peer _peer;
    private byte[]? _buffer;
    private int _count;
    private int _position;

    internal CallReader(Peer peer, ReadOnlySpan<byte> body)
    {
        _peer = peer;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(body.Length, 1));
        _count = body.Length;
        body.CopyTo(_buffer);
    }

    /// <summary>Reads an argument or result.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no such value.</exception>
    public T Read<T>()
    {
        if (typeof(T) == typeof(Item)) return (T)(object)ReadItem();
        if (typeof(T) == typeof(Item[])) return (T)(object)ReadItems();
        MessageCodec<T> codec = MessageCodec<T>.Default;
        if (codec.IsUnmanaged) return codec.Read(Take(codec.Size), TransferScope.None);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        if (length == 0)
        {
            if (codec.CarriesShared) ReadReferences();
            return default!;
        }

        if (length - 1 > (uint)(_count - _position)) throw Errors.CallTooShort(length - 1, _count - _position);
        int start = _position;
        _position += (int)(length - 1);
        return codec.Read(new ReadOnlySequence<byte>(_buffer!, start, (int)(length - 1)), codec.CarriesShared ? new ReferenceScope(ReadReferences()) : TransferScope.None);
    }

    /// <summary>Reads a reference to an object of a shared interface.</summary>
    /// <typeparam name="T">The interface.</typeparam>
    /// <returns>A proxy; the object itself where it lives in this process; or null.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no reference.</exception>
    public T? ReadReference<T>()
        where T : class => (T?)ReadReference(SharedContract.Of<T>());

    internal object? ReadReference(SharedContract contract)
    {
        object? target = _peer.ReadReference(this, contract.Inner);
        return target is null || contract.Face is null ? target : contract.Face.Of(target, contract);
    }

    /// <summary>Says that everything was read.</summary>
    /// <exception cref="InvalidMessageException">Something is left.</exception>
    public void End()
    {
        int left = _count - _position;
        Return();
        if (left != 0) throw Errors.CallTooLong(left);
    }

    internal ReadOnlySpan<byte> Take(int size)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if (size > _count - _position) throw Errors.CallTooShort((uint)size, _count - _position);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_position, size);
        _position += size;
        return bytes;
    }

    internal void Return()
    {
        if (_buffer is null) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _count = _position = 0;
    }
}
