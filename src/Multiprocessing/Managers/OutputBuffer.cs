namespace Multiprocessing.Managers;

/// <summary>
/// What a connection has to send. Anybody appends whole frames; one at a time sends, all that is there in one system call, and whoever finds a sender at work leaves its
/// frames to it.
/// </summary>
/// <remarks>Frames leave in the order in which they were appended. After <see cref="Close"/> nothing is taken any more.</remarks>
internal sealed class OutputBuffer(Stream stream)
{
    private const int KeptSizeMax = 1 << 20;

    private readonly Lock _gate = new();
    private byte[] _filling = [];
    private byte[] _sending = [];
    private int _count;
    private int _sendingCount;
    private long _total;
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

    /// <summary>Appends a whole frame; false when the connection is closed.</summary>
    internal bool Append(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            if (_filling.Length - _count < frame.Length) Array.Resize(ref _filling, (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(4096L, _filling.Length * 2L), (long)_count + frame.Length)));
            frame.CopyTo(_filling.AsSpan(_count));
            _count += frame.Length;
            _total += frame.Length;
            return true;
        }
    }

    /// <summary>Sends all that waits, on this thread, unless another one is at it.</summary>
    /// <exception cref="IOException">The connection is broken. The sender's role is kept: nothing may follow a torn frame.</exception>
    internal void Flush()
    {
        if (!TryBecomeSender()) return;
        while (TryTakeBatch(out ReadOnlyMemory<byte> batch)) stream.Write(batch.Span);
    }

    /// <summary>Sends all that waits, without holding a thread, unless another one is at it.</summary>
    /// <exception cref="IOException">The connection is broken. The sender's role is kept: nothing may follow a torn frame.</exception>
    internal async ValueTask FlushAsync()
    {
        if (!TryBecomeSender()) return;
        while (TryTakeBatch(out ReadOnlyMemory<byte> batch)) await stream.WriteAsync(batch).ConfigureAwait(false);
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

    /// <summary>Takes nothing more, and forgets what waits.</summary>
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

    private bool TryBecomeSender()
    {
        lock (_gate)
        {
            if (_isSending || _count == 0 || _isClosed) return false;
            return _isSending = true;
        }
    }

    /// <summary>The sender's next batch, after the one before has been sent; false when there is none and the role is given back.</summary>
    private bool TryTakeBatch(out ReadOnlyMemory<byte> batch)
    {
        lock (_gate)
        {
            _sendingCount = 0;
            _room?.TrySetResult();
            _room = null;
            batch = default;
            if (_count == 0 || _isClosed)
            {
                if (_filling.Length > KeptSizeMax) _filling = [];
                if (_sending.Length > KeptSizeMax) _sending = [];
                _isSending = false;
                return false;
            }

            (_filling, _sending) = (_sending, _filling);
            (_sendingCount, _count) = (_count, 0);
            batch = _sending.AsMemory(0, _sendingCount);
            return true;
        }
    }
}
