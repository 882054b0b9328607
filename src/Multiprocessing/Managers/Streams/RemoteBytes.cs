using Multiprocessing.Managers.Callbacks;

namespace Multiprocessing.Managers.Streams;

/// <summary>
/// A stream of bytes of the other end. Asynchronous reads have one block on its way while they hand out the one before: at most 256 KiB are ahead of the reader. What is written is there when the write has ended.
/// </summary>
/// <remarks>Synchronous reads and writes hold a thread; of a server no more than 64 may be held so at a time.</remarks>
internal sealed class RemoteBytes(ByteProxy home, bool canRead, bool canWrite, bool isLent) : ForwardStream, IBorrowed
{
    private const int HeldThreadsMax = 64;
    private static int s_heldThreads;

    private Task<CallReader>? _next;
    private CallReader? _block;
    private bool _isAtEnd;
    private volatile bool _hasEnded;
    private bool _isDisposed;

    internal ByteProxy Home { get; } = home;

    public override bool CanRead => canRead && !_isDisposed;

    public override bool CanWrite => canWrite && !_isDisposed;

    public void EndWithCall()
    {
        _hasEnded = true;
        Home.Dispose();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Check(canRead);
        if (buffer.Length == 0 || _isAtEnd) return 0;
        if (_block is not null) return Take(buffer);
        Enter();
        try
        {
            Begin(Take());
        }
        finally
        {
            Leave();
        }

        return Take(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(canRead);
        if (buffer.Length == 0 || _isAtEnd) return 0;
        if (_block is null)
        {
            // A cancelled read leaves the block to the next one.
            Ask();
            CallReader block = await _next!.WaitAsync(cancellationToken).ConfigureAwait(false);
            _next = null;
            Begin(block);
        }

        if (!_isAtEnd) Ask();
        return Take(buffer.Span);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(canWrite);
        for (; buffer.Length > 0; buffer = buffer[Math.Min(buffer.Length, ByteSource.BlockSize)..])
        {
            Enter();
            try
            {
                Home.WriteNow(buffer[..Math.Min(buffer.Length, ByteSource.BlockSize)]);
            }
            finally
            {
                Leave();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(canWrite);
        for (; buffer.Length > 0; buffer = buffer[Math.Min(buffer.Length, ByteSource.BlockSize)..])
            await Home.WriteAsync(buffer.Span[..Math.Min(buffer.Length, ByteSource.BlockSize)], cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
        Check(isAble: true);
        if (canWrite) Home.FlushNow();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        Check(isAble: true);
        if (canWrite) await Home.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (TryDispose())
        {
            try
            {
                await Home.EndAsync().ConfigureAwait(false);
            }
            catch (ConnectionLostException)
            {
                // What dispose asks for, the end of the connection has done.
            }
            finally
            {
                Home.Dispose();
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && TryDispose())
        {
            try
            {
                Home.EndNow();
            }
            catch (ConnectionLostException)
            {
                // What dispose asks for, the end of the connection has done.
            }
            finally
            {
                Home.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Whether the other end is to be told. What is lent is its owner's to close.</summary>
    private bool TryDispose()
    {
        if (_isDisposed) return false;
        _isDisposed = true;
        return !isLent;
    }

    private void Check(bool isAble)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasEnded) throw Errors.LoanEnded("Stream");
        if (!isAble) throw new NotSupportedException("The other process's stream does not support this.");
    }

    /// <summary>Has the next block sent. Where the call ends first, nobody waits for it any more.</summary>
    private void Ask()
    {
        if (_next is not null) return;
        _next = Home.ReadAsync().AsTask();
        _ = _next.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Begin(CallReader block)
    {
        _block = block;
        _isAtEnd = block.Left == 0;
    }

    /// <summary>The block that is asked for already, or one asked for now; on this thread.</summary>
    private CallReader Take()
    {
        if (_next is not { } next) return Home.ReadNow();
        _next = null;
        if (!next.IsCompleted)
        {
            using var come = new ManualResetEventSlim();
            next.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(come.Set);
            come.Wait();
        }

        return next.GetAwaiter().GetResult();
    }

    private int Take(Span<byte> buffer)
    {
        if (_block is not { } block) return 0;
        int count = Math.Min(buffer.Length, block.Left);
        block.Take(count).CopyTo(buffer);
        if (block.Left > 0) return count;
        block.End();
        _block = null;
        return count;
    }

    /// <summary>Counts the threads of members that wait here; the callers' own streams are read by no member.</summary>
    private void Enter()
    {
        if (!isLent || Interlocked.Increment(ref s_heldThreads) <= HeldThreadsMax) return;
        Interlocked.Decrement(ref s_heldThreads);
        throw Errors.ThreadsHeld(HeldThreadsMax);
    }

    private void Leave()
    {
        if (isLent) Interlocked.Decrement(ref s_heldThreads);
    }
}
