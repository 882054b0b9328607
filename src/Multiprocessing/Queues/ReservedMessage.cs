using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Waiting;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>Room in a queue for one message, to be written in place. It is sent by <see cref="Commit(CancellationToken)"/>; disposed without it, nothing was.</summary>
/// <remarks>
/// <para><b>Threads.</b> For one thread at a time.</para>
/// <para><b>Processes.</b> While it is written it holds up nobody, however long that takes. If the process dies before it is sent, the room is free again.</para>
/// <para><b>Cost.</b> No copy: what is written is what the reader reads.</para>
/// </remarks>
/// <example>
/// <code>
/// using (ReservedMessage space = bytes.Reserve(1 &lt;&lt; 20))
/// {
///     Fill(space.Span);
///     space.Commit();
/// }
/// </code>
/// </example>
public sealed class ReservedMessage : IDisposable
{
    private readonly QueueSegment _queue;
    private MessageBody? _body;
    private bool _isDisposed;

    internal ReservedMessage(QueueSegment queue, MessageBody body)
    {
        _queue = queue;
        _body = body;
    }

    /// <summary>How many bytes the message has.</summary>
    /// <exception cref="ObjectDisposedException">It was sent or disposed.</exception>
    public int Length => Body.Memory.GetSpan().Length;

    /// <summary>The message's bytes. At first they are whatever lay there before. Not to be used after it was sent or disposed: others use the room then.</summary>
    /// <exception cref="ObjectDisposedException">It was sent or disposed.</exception>
    public Span<byte> Span => Body.Memory.GetSpan();

    /// <summary>The message's bytes, for asynchronous writing. Gives no span after it was sent or disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was sent or disposed.</exception>
    public Memory<byte> Memory => Body.Memory.Memory;

    private MessageBody Body
    {
        get
        {
            ObjectDisposedException.ThrowIf(_body is null, this);
            return _body;
        }
    }

    /// <summary>Sends the message, waiting for a free slot without end.</summary>
    /// <param name="token">Ends the wait; the message can still be sent then.</param>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">It was sent or disposed.</exception>
    public void Commit(CancellationToken token = default) => Commit(Timeout.InfiniteTimeSpan, token);

    /// <summary>Sends the message, waiting for a free slot at most that long.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the message can still be sent then.</param>
    /// <exception cref="TimeoutException">No slot was free in that time; the message can still be sent.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">It was sent or disposed.</exception>
    public void Commit(TimeSpan timeout, CancellationToken token = default)
    {
        MessageBody body = Body;
        var limit = new WaitLimit(_queue.Segment.Domain, timeout, token);
        try
        {
            if (!_queue.IsPut(_queue.Ring.PutBytesWaiting(body.Record.Span, mayWait: true, ref limit))) throw _queue.Full(timeout);
        }
        finally
        {
            limit.Dispose();
        }

        _body = null;
        body.HandOver();
    }

    /// <summary>Sends the message, waiting for a free slot without end and without blocking a thread.</summary>
    /// <param name="token">Ends the wait; the message can still be sent then.</param>
    /// <returns>Ends when the message is in the queue.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">It was sent or disposed, or the queue object was.</exception>
    public ValueTask CommitAsync(CancellationToken token = default) => CommitAsync(Timeout.InfiniteTimeSpan, token);

    /// <summary>Sends the message, waiting for a free slot at most that long and without blocking a thread.</summary>
    /// <param name="timeout">Zero or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="token">Ends the wait; the message can still be sent then.</param>
    /// <returns>Ends when the message is in the queue.</returns>
    /// <exception cref="TimeoutException">No slot was free in that time; the message can still be sent.</exception>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">It was sent or disposed, or the queue object was.</exception>
    public async ValueTask CommitAsync(TimeSpan timeout, CancellationToken token = default)
    {
        MessageBody body = Body;
        // Until it is known whether the message was sent nobody may free its room, nor send it a second time.
        _body = null;
        try
        {
            if (!await OutgoingWait.PutAsync(_queue, body.Record, timeout, token).ConfigureAwait(false)) throw _queue.Full(timeout);
        }
        catch
        {
            TakeBack(body);
            throw;
        }

        body.HandOver();
    }

    /// <summary>Gives the room back, if the message was not sent.</summary>
    public void Dispose()
    {
        MessageBody? body = _body;
        _body = null;
        _isDisposed = true;
        body?.Free();
    }

    /// <summary>It was not sent: it can be sent later, unless it was disposed meanwhile.</summary>
    private void TakeBack(MessageBody body)
    {
        if (_isDisposed) body.Free();
        else _body = body;
    }
}
