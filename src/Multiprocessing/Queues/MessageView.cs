using System.Buffers;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>A message that was taken from a queue, read where it lies. Until it is disposed, or the lease that it is the item of is answered, its room is in use.</summary>
/// <remarks>
/// <para><b>Threads.</b> May be read by several at once.</para>
/// <para><b>Processes.</b> The message is this process's; when it dies, the room is free again. However long it is read, nobody is held up, unless all room is in use.
/// Of a joinable queue it is the item of a lease, and lives as long as that is held: when the process dies, another gets the message.</para>
/// <para><b>Cost.</b> Messages of up to 248 bytes are copied; larger ones are not.</para>
/// </remarks>
/// <example>
/// <code>
/// using (MessageView view = bytes.View()) Parse(view.Sequence);
/// </code>
/// </example>
public sealed class MessageView : IDisposable
{
    private readonly byte[]? _copy;
    private readonly bool _isLeased;
    private MessageBody? _body;
    private bool _isClosed;

    internal MessageView(byte[] copy) => _copy = copy;

    internal MessageView(MessageBody body, bool isLeased = false)
    {
        _body = body;
        _isLeased = isLeased;
    }

    /// <summary>How many bytes the message has.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public int Length => Span.Length;

    /// <summary>The message. Not to be used after Dispose: others use the room then.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>The message. Gives no span after Dispose.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlyMemory<byte> Memory
    {
        get
        {
            MessageBody? body = _body;
            ObjectDisposedException.ThrowIf(_isClosed || (_copy is null && body is null), this);
            return _copy ?? body!.Memory.Memory;
        }
    }

    /// <summary>The message, for parsers that read sequences. Not to be used after Dispose.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlySequence<byte> Sequence => new(Memory);

    /// <summary>Ends the reading; the message is gone, and its room is free. Of a leased message it ends the reading alone: what becomes of the message the lease's answer says.</summary>
    public void Dispose()
    {
        _isClosed = true;
        MessageBody? body = Interlocked.Exchange(ref _body, null);
        if (_isLeased) body?.HandOver();
        else body?.Free();
    }

    /// <summary>The lease was answered: the message is not this process's any more.</summary>
    internal void Close() => Dispose();
}
