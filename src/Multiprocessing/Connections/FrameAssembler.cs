using System.Diagnostics.CodeAnalysis;

namespace Multiprocessing.Connections;

/// <summary>Cuts a stream of bytes into frames. The reader asks for <see cref="Space"/>, receives into it, and says how much came.</summary>
internal sealed class FrameAssembler
{
    private readonly byte[] _header = new byte[Frame.HeaderSize];
    private byte[]? _payload;
    private int _filled;

    /// <summary>Where the next bytes belong: the rest of the header, then the rest of the payload. Never empty, and never beyond one frame.</summary>
    internal Span<byte> Space
    {
        get
        {
            byte[] target = _payload ?? _header;
            return new Span<byte>(target, _filled, target.Length - _filled);
        }
    }

    /// <summary>Notes that <paramref name="count"/> bytes came into <see cref="Space"/>; true when they complete a frame.</summary>
    /// <exception cref="InvalidDataException">The length is more than a frame may have.</exception>
    internal bool Advance(int count, [NotNullWhen(true)] out Frame? frame)
    {
        frame = null;
        _filled += count;
        if (_payload is null)
        {
            if (_filled < Frame.HeaderSize) return false;
            uint length = BitConverter.ToUInt32(_header, 0);
            if (length > Frame.PayloadSizeMax) throw new InvalidDataException($"A frame of {length} bytes was announced; the limit is {Frame.PayloadSizeMax} bytes.");
            _payload = length == 0 ? [] : GC.AllocateUninitializedArray<byte>((int)length);
            _filled = 0;
        }

        if (_filled < _payload.Length) return false;
        frame = new Frame(BitConverter.ToUInt32(_header, sizeof(uint)), _payload);
        _payload = null;
        _filled = 0;
        return true;
    }
}
