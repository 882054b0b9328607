namespace Multiprocessing.Managers;

/// <summary>
/// What a connection has to send. Anybody appends whole frames; one at a time sends, all that is there in one system call, and whoever finds a sender at work leaves its
/// frames to it.
/// </summary>
/// <remarks>
/// <para>Frames leave in the order in which they were appended. After <see cref="Close"/> nothing is taken any more. An empty one has no memory.</para>
/// <para>Who sends holds the role from <see cref="TryBecomeSender"/> until <see cref="TryTakeBatch"/> finds nothing more, or for ever when sending failed: nothing may follow a torn frame. Where
/// the other end takes nothing for now, the role outlives the thread: the batch and what was sent of it stay here, and who is told that there is room goes on (<see cref="OutputPump"/>).</para>
/// </remarks>
internal sealed class OutputBuffer
{
    private const int SizeMin = 4096;

    private readonly Lock _gate = new();
    private byte[] _filling = [];
    private byte[] _sending = [];
    private int _count;
    private int _sendingCount;
    private long _total;
    private int _sentCount;
    private bool _isSending;
    private bool _isClosed;
    private TaskCompletionSource? _room;

    /// <summary>Bytes that wait or are being sent.</summary>
    internal long Unsent
    {
        get
        {
            lock (_gate) return _count + _sendingCount;
        }
    }

    /// <summary>Bytes that were appended since the connection began.</summary>
    internal long Total
    {
        get
        {
            lock (_gate) return _total;
        }
    }

    /// <summary>What is left of the sender's batch; the sender's alone.</summary>
    internal ReadOnlyMemory<byte> Batch => _sending.AsMemory(_sentCount, _sendingCount - _sentCount);

    /// <summary>Appends a whole frame; the number of bytes that wait now, or 0 when the connection is closed.</summary>
    internal int Append(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_isClosed) return 0;
            if (_filling.Length - _count < frame.Length) Grow(frame.Length);
            frame.CopyTo(_filling.AsSpan(_count));
            _total += frame.Length;
            return _count += frame.Length;
        }
    }

    /// <summary>Appends a whole frame; runs <paramref name="appended"/> with the place where the frame ends, before it can be sent. The number of bytes that wait now, or 0 when the connection is closed.</summary>
    internal int Append(ReadOnlySpan<byte> frame, Action<long> appended)
    {
        lock (_gate)
        {
            int waiting = Append(frame);
            if (waiting > 0) appended(_total);
            return waiting;
        }
    }

    /// <summary>Appends a whole frame that lies in a rented buffer, which it keeps if nothing else waits. The number of bytes that wait now, or 0 when the connection is closed.</summary>
    internal int AppendRented(byte[] buffer, int count, out bool isTaken)
    {
        lock (_gate)
        {
            isTaken = _count == 0 && !_isClosed;
            if (!isTaken) return Append(buffer.AsSpan(0, count));
            Free(ref _filling);
            _filling = buffer;
            _total += count;
            return _count = count;
        }
    }

    /// <summary>Takes the sender's role, unless another one has it or nothing waits.</summary>
    internal bool TryBecomeSender()
    {
        lock (_gate)
        {
            if (_isSending || _count == 0 || _isClosed) return false;
            return _isSending = true;
        }
    }

    /// <summary>Notes that the sender sent a part of its batch.</summary>
    internal void Advance(int count) => _sentCount += count;

    /// <summary>The sender's next batch, after the one before has been sent; false when there is none and the role is given back.</summary>
    internal bool TryTakeBatch()
    {
        lock (_gate)
        {
            _sendingCount = _sentCount = 0;
            _room?.TrySetResult();
            _room = null;
            if (_count == 0 || _isClosed)
            {
                Free(ref _filling);
                Free(ref _sending);
                _isSending = false;
                return false;
            }

            (_filling, _sending) = (_sending, _filling);
            (_sendingCount, _count) = (_count, 0);
            return true;
        }
    }

    /// <summary>Completes when fewer than <paramref name="limit"/> bytes are unsent, or the connection is closed.</summary>
    internal async ValueTask RoomAsync(long limit)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isClosed || _count + _sendingCount < limit) return;
                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room.ConfigureAwait(false);
        }
    }

    /// <summary>Takes nothing more, and forgets what waits. A batch that is being sent is left to its sender.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _count = 0;
            _room?.TrySetResult();
            _room = null;
        }
    }

    private static void Free(ref byte[] buffer)
    {
        if (buffer.Length > 0) FrameMemory.Return(buffer);
        buffer = [];
    }

    private void Grow(int size)
    {
        byte[] larger = FrameMemory.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(SizeMin, _filling.Length * 2L), (long)_count + size)));
        _filling.AsSpan(0, _count).CopyTo(larger);
        Free(ref _filling);
        _filling = larger;
    }
}
