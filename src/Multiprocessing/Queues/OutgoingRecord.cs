using System.Buffers;
using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Serialization;

namespace Multiprocessing.Queues;

/// <summary>
/// A message on its way into a queue, written before anything is claimed: into a pooled buffer, whose first bytes are left for the record's header, and when it is too large
/// for a slot into blocks or a segment of its own. Disposed without <see cref="Sent"/> it gives all of that back.
/// </summary>
internal sealed class OutgoingRecord : IBufferWriter<byte>, IDisposable
{
    private const int SizeFirst = 1024;

    /// <summary>A thread's buffer that grew beyond this goes back to the pool after use.</summary>
    private const int SizeKept = 1 << 20;

    private const int NoBlock = -1;

    [ThreadStatic]
    private static OutgoingRecord? s_free;

    private readonly byte[] _descriptor = new byte[RecordHeader.DescriptorSizeMax];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SizeFirst);
    private int _length = RecordHeader.Size;
    private int _bodyLength;
    private int _recordLength;
    private bool _isDirect;
    private bool _isElsewhere;
    private int _block = NoBlock;
    private string? _hold;
    private QueueSegment? _queue;
    private CarrierScope? _scope;

    private OutgoingRecord()
    {
    }

    /// <summary>The thread's record; a new one while that is in use, as when writing a message puts another.</summary>
    internal static OutgoingRecord Rent(QueueSegment queue)
    {
        OutgoingRecord record = s_free ?? new OutgoingRecord();
        s_free = null;
        record._queue = queue;
        return record;
    }

    /// <summary>What goes into the slot, once the body is placed.</summary>
    internal ReadOnlyMemory<byte> Record => _isElsewhere ? _descriptor.AsMemory(0, _recordLength) : _bytes.AsMemory(0, _length);

    /// <summary>How many blocks the body wants; 0 when it goes elsewhere.</summary>
    private int BlocksWanted => !FitsSlot && _bodyLength <= _queue!.Blocks!.BodyMax ? BlockArena<LiveMemory>.BlocksFor(_bodyLength) : 0;

    private bool FitsSlot => _bodyLength <= _queue!.Geometry.Stride - RecordHeader.Size;

    /// <summary>Writes the message.</summary>
    /// <exception cref="ArgumentException">It cannot be written.</exception>
    internal void Write<T>(MessageCodec<T> codec, in T item)
    {
        if (codec.CarriesShared) _scope = new CarrierScope(_queue!.Segment);
        if (codec.TryGetBytes(in item, out ReadOnlySpan<byte> bytes))
        {
            _bodyLength = bytes.Length;
            // What goes elsewhere is copied there from where it lies.
            _isDirect = !FitsSlot;
            if (!_isDirect) this.Write(bytes);
        }
        else
        {
            codec.Write(this, in item, _scope ?? TransferScope.None);
            _bodyLength = _length - RecordHeader.Size;
        }

        if (FitsSlot) new RecordHeader(_bodyLength, RecordPlace.Slot).Write(_bytes);
    }

    /// <summary>Puts the body where it goes, waiting for blocks. False: the time is up.</summary>
    internal bool Place<T>(MessageCodec<T> codec, in T item, bool mayWait, ref WaitLimit limit)
    {
        if (FitsSlot) return true;
        int wanted = BlocksWanted;
        if (wanted == 0)
        {
            PlaceInSegment(codec, in item);
            return true;
        }

        if (!_queue!.AllocateBlocks(wanted, mayWait, ref limit, out int first)) return false;
        PlaceInBlocks(codec, in item, first);
        return true;
    }

    /// <summary>As <see cref="Place{T}"/>, without blocking a thread.</summary>
    internal async ValueTask<bool> PlaceAsync<T>(MessageCodec<T> codec, T item, TimeLeft left, CancellationToken token)
    {
        if (FitsSlot) return true;
        int wanted = BlocksWanted;
        if (wanted == 0)
        {
            PlaceInSegment(codec, in item);
            return true;
        }

        int first = await BlocksWait.AllocateAsync(_queue!, wanted, left, token).ConfigureAwait(false);
        if (first < 0) return false;
        PlaceInBlocks(codec, in item, first);
        return true;
    }

    /// <summary>Copies the body into a run that was allocated for it.</summary>
    private void PlaceInBlocks<T>(MessageCodec<T> codec, in T item, int first)
    {
        _block = first;
        _isElsewhere = true;
        BodyOf(codec, in item).CopyTo(_queue!.Blocks!.Body(first, _bodyLength));
        _recordLength = BlockArena<LiveMemory>.WriteDescriptor(_descriptor, _bodyLength, first);
    }

    /// <summary>The message was put: what was made for it belongs to it now.</summary>
    internal void Sent()
    {
        _scope?.Commit();
        _block = NoBlock;
        _hold = null;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        if (_block != NoBlock) _queue!.Blocks!.Free(_block);
        if (_hold is not null) Segment.DropHold(_queue!.Segment.Domain, _hold);
        _scope?.Dispose();
        _scope = null;
        _hold = null;
        _queue = null;
        _block = NoBlock;
        _length = RecordHeader.Size;
        _bodyLength = 0;
        _isDirect = false;
        _isElsewhere = false;
        if (_bytes.Length > SizeKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(SizeFirst);
        }

        s_free = this;
    }

    /// <summary>The body goes into a segment of its own, held by this message until it is read.</summary>
    private void PlaceInSegment<T>(MessageCodec<T> codec, in T item)
    {
        Segment carrier = _queue!.Segment;
        Segment segment = MessageSegment.Create(carrier.Domain, BodyOf(codec, in item));
        try
        {
            _hold = segment.Hold(carrier);
        }
        finally
        {
            segment.Release();
        }

        MessageSegment.WriteDescriptor(_descriptor, _bodyLength, segment.Incarnation, _hold);
        _recordLength = RecordHeader.DescriptorSizeMax;
        _isElsewhere = true;
    }

    private ReadOnlySpan<byte> BodyOf<T>(MessageCodec<T> codec, in T item)
    {
        if (!_isDirect) return _bytes.AsSpan(RecordHeader.Size, _bodyLength);
        codec.TryGetBytes(in item, out ReadOnlySpan<byte> bytes);
        return bytes;
    }

    private void Grow(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int wanted = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length >= wanted) return;
        long least = (long)_length + wanted;
        if (least > Array.MaxLength) throw Errors.MessageTooLarge(_queue!.Segment.Kind.Word(), _queue.Segment.Name, least, Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)_bytes.Length * 2, least), Array.MaxLength));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
