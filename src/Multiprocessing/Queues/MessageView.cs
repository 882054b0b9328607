using System.Buffers;
using Multiprocessing.Queues;

namespace Multiprocessing;

/// <summary>A message that was taken from a queue, read where it lies. Dispose it soon: until then its room is in use.</summary>
/// <remarks>
/// <para><b>Threads.</b> May be read by several at once.</para>
/// <para><b>Processes.</b> The message is this process's; when it dies, the room is free again. However long it is read, nobody is held up, unless all room is in use.</para>
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
    private MessageBody? _body;

    internal MessageView(byte[] copy) => _copy = copy;

    internal MessageView(MessageBody body) => _body = body;

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
            if (_copy is not null) return _copy;
            ObjectDisposedException.ThrowIf(_body is null, this);
            return _body.Memory.Memory;
        }
    }

    /// <summary>The message, for parsers that read sequences. Not to be used after Dispose.</summary>
    /// <exception cref="ObjectDisposedException">The view was disposed.</exception>
    public ReadOnlySequence<byte> Sequence => new(Memory);

    /// <summary>Ends the reading; the message is gone, and its room is free.</summary>
    public void Dispose()
    {
        MessageBody? body = _body;
        _body = null;
        body?.Free();
    }
}
