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
    private const int KeptSizeMin = 32;
    private const int KeptSizeMax = 512;

    private Peer? _peer;
    private byte[]? _buffer;
    private int _end;
    private int _position;
    private int _listed;
    private bool _isOwner;
    private bool _isPooled;
    private byte[]? _kept;

    [ThreadStatic]
    private static CallReader? t_spare;

    internal CallReader()
    {
    }

    /// <summary>Reads a copy of a body.</summary>
    internal CallReader(Peer peer, ReadOnlySpan<byte> body) => BeginCopy(peer, body, listsReferences: false);

    /// <summary>Reads an argument or result.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidMessageException">The bytes are no such value.</exception>
    public T Read<T>()
    {
        if (typeof(T) == typeof(Item)) return (T)(object)ReadItem();
        if (typeof(T) == typeof(Item[])) return (T)(object)ReadItems();
        MessageCodec<T> codec = MessageCodec<T>.Default;
        return codec.IsUnmanaged ? codec.Read(Take(codec.Size), TransferScope.None) : ReadMessage(codec);
    }

    private T ReadMessage<T>(MessageCodec<T> codec)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        if (length == 0)
        {
            if (codec.CarriesShared) ReadReferences();
            return default!;
        }

        if (length - 1 > (uint)(_end - _position)) throw Errors.CallTooShort(length - 1, _end - _position);
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
        object? target = _peer!.ReadReference(this, contract.Inner);
        return target is null || contract.Face is null ? target : contract.Face.Of(target, contract);
    }

    /// <summary>Says that everything was read.</summary>
    /// <exception cref="InvalidMessageException">Something is left.</exception>
    public void End()
    {
        int left = _end - _position;
        Return();
        if (left != 0) throw Errors.CallTooLong(left);
    }

    internal ReadOnlySpan<byte> Take(int size)
    {
        ObjectDisposedException.ThrowIf(_buffer is null, this);
        if ((uint)size > (uint)(_end - _position)) throw Errors.CallTooShort((uint)size, _end - _position);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_position, size);
        _position += size;
        return bytes;
    }

    /// <summary>A reader that comes back to its thread, or to the one that reads it, when everything was read.</summary>
    internal static CallReader Rent()
    {
        CallReader reader = t_spare ?? new CallReader { _isPooled = true };
        t_spare = null;
        return reader;
    }

    /// <summary>Begins to read a body where it lies; it stays there until everything is read.</summary>
    /// <exception cref="InvalidDataException">The body ends with no list of references, which it should: the connection cannot go on.</exception>
    internal void Begin(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        int size = body.Count;
        _listed = listsReferences ? ReferenceList.Cut(body, out size).Count : 0;
        _peer = peer;
        _buffer = body.Array;
        _position = body.Offset;
        _end = body.Offset + size;
        _isOwner = false;
    }

    /// <summary>Begins to read a copy of a body.</summary>
    /// <exception cref="InvalidDataException">The body ends with no list of references, which it should: the connection cannot go on.</exception>
    internal void BeginCopy(Peer peer, ReadOnlySpan<byte> body, bool listsReferences)
    {
        byte[] buffer = FrameMemory.Rent(Math.Max(body.Length, 1));
        body.CopyTo(buffer);
        Begin(peer, new ArraySegment<byte>(buffer, 0, body.Length), listsReferences);
        _isOwner = true;
    }

    /// <summary>Begins to read a body that is the reader's own: a copy, or where it is long, the buffer in which it came.</summary>
    /// <exception cref="InvalidDataException">The body ends with no list of references, which it should: the connection cannot go on.</exception>
    internal void BeginOwn(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        if (!peer.TryGive(body))
        {
            BeginCopy(peer, body, listsReferences);
            return;
        }

        Begin(peer, body, listsReferences);
        _isOwner = true;
    }

    /// <summary>Begins to read a copy of a body, in memory that stays the reader's own if the body is short.</summary>
    /// <exception cref="InvalidDataException">The body ends with no list of references, which it should: the connection cannot go on.</exception>
    internal void BeginKept(Peer peer, ArraySegment<byte> body, bool listsReferences)
    {
        if (body.Count > KeptSizeMax)
        {
            BeginOwn(peer, body, listsReferences);
            return;
        }

        if (_kept is null || _kept.Length < body.Count) _kept = new byte[body.Count <= KeptSizeMin ? KeptSizeMin : KeptSizeMax];
        body.AsSpan().CopyTo(_kept);
        Begin(peer, new ArraySegment<byte>(_kept, 0, body.Count), listsReferences);
    }

    /// <summary>What is not read yet.</summary>
    internal ArraySegment<byte> Rest => new(_buffer ?? [], _position, _end - _position);

    internal void Return()
    {
        if (_buffer is null) return;
        if (_listed > 0) ReleaseUnread();
        if (_isOwner) FrameMemory.Return(_buffer);
        _buffer = null;
        _peer = null;
        _end = _position = 0;
        if (_isPooled) t_spare = this;
    }
}
