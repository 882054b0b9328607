namespace Multiprocessing.Managers;

/// <summary>
/// Cuts the bytes of a connection into frames. The reader fills <see cref="Space"/>, says how much came, then takes frames until there is none.
/// A length from the wire is believed only as far as bytes have come: the buffer grows with them, to the whole frame where that is at most sixteen times what is there and at most a MiB more, else to twice its size.
/// </summary>
/// <param name="sizeMin">Bytes of the first buffer.</param>
internal sealed class FrameCutter(int sizeMin = 16 * 1024)
{
    private const int BelievedTimes = 16;
    private const int BelievedMax = 1024 * 1024;

    // From so many bytes on a copy costs more than another buffer.
    private const int GivenSizeMin = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Whether a frame has begun and is not whole.</summary>
    internal bool HasPart => _end > _start;

    /// <summary>Where the next bytes belong; never empty.</summary>
    internal Memory<byte> Space
    {
        get
        {
            if (_start == _end) _start = _end = 0;
            if (_end < _buffer.Length) return _buffer.AsMemory(_end);
            if (_start > _buffer.Length / 2)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }
            else
            {
                Give(MoveTo(SizeFor(_buffer.AsSpan(_start, _end - _start), _buffer.Length)));
            }

            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Notes that bytes came into <see cref="Space"/>.</summary>
    internal void Advance(int count) => _end += count;

    /// <summary>Takes the next whole frame. Its body is valid until more bytes are received.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    internal bool TryTake(int frameSizeMax, out FrameHeader header, out ArraySegment<byte> body)
    {
        header = default;
        body = default;
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < FrameHeader.LengthSize) return false;
        uint length = FrameHeader.LengthOf(bytes);
        if (length < FrameHeader.SizeMin - FrameHeader.LengthSize) throw new InvalidDataException($"a frame of {length} bytes was announced; the least is {FrameHeader.SizeMin - FrameHeader.LengthSize}");
        if (length > frameSizeMax) throw new InvalidDataException($"a frame of {length} bytes was announced; the limit is {frameSizeMax} bytes");
        int size = (int)length + FrameHeader.LengthSize;
        if (bytes.Length < size) return false;
        header = FrameHeader.Read(bytes[..size]);
        body = new ArraySegment<byte>(_buffer, _start + header.Size, size - header.Size);
        _start += size;
        return true;
    }

    /// <summary>Forgets what is left: bytes that are no frames.</summary>
    internal void Clear() => _start = _end = 0;

    /// <summary>Takes the part of a frame over that another cutter has, which is then empty.</summary>
    internal void TakePartOf(FrameCutter other)
    {
        int count = other._end - other._start;
        ReadOnlySpan<byte> part = other._buffer.AsSpan(other._start, count);
        if (_buffer.Length < count)
        {
            Give(_buffer);
            _buffer = FrameMemory.Rent(SizeFor(part, count));
        }

        part.CopyTo(_buffer);
        (_start, _end) = (0, count);
        other._start = other._end = 0;
    }

    /// <summary>Goes on with another buffer: the body of the last frame stays valid for as long as somebody has it, and its buffer goes to no pool.</summary>
    internal void Detach() => MoveTo(_buffer.Length);

    /// <summary>Gives the buffer with the body of the last frame away, if that is long; it was rented, and is the taker's to return.</summary>
    internal bool TryGive(ArraySegment<byte> body)
    {
        if (body.Count < GivenSizeMin || !ReferenceEquals(body.Array, _buffer)) return false;
        Detach();
        return true;
    }

    /// <summary>Lets the buffer of an idle connection go; only when no part of a frame is in it.</summary>
    internal void Trim()
    {
        if (_start == _end && _buffer.Length > 0)
        {
            Give(_buffer);
            _buffer = [];
            _start = _end = 0;
        }
    }

    private static void Give(byte[] buffer)
    {
        if (buffer.Length > 0) FrameMemory.Return(buffer);
    }

    /// <summary>How large the next buffer is to be, which begins with a part of a frame.</summary>
    private int SizeFor(ReadOnlySpan<byte> part, int before)
    {
        long frame = part.Length < FrameHeader.LengthSize ? 0 : FrameHeader.LengthOf(part) + (long)FrameHeader.LengthSize;
        long believed = part.Length + Math.Min(part.Length * (BelievedTimes - 1L), BelievedMax);
        long size = Math.Max(before * 2L, Math.Min(frame, believed));
        return (int)Math.Clamp(size, sizeMin, Array.MaxLength);
    }

    /// <summary>Goes on with another buffer; the one before.</summary>
    private byte[] MoveTo(int size)
    {
        byte[] before = _buffer, buffer = FrameMemory.Rent(size);
        int count = _end - _start;
        before.AsSpan(_start, count).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, count);
        return before;
    }
}
