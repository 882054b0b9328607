using System.Buffers;

namespace Multiprocessing.Platform.Mapping;

/// <summary>Mapped bytes as <see cref="Memory{T}"/>, until closed. Memory that was handed out before gives no span afterwards.</summary>
internal sealed unsafe class MappedMemory(SharedRef<byte> start, int length) : MemoryManager<byte>
{
    private bool _isClosed;

    internal bool IsClosed => _isClosed;

    /// <summary>Ends it. Spans that were taken before stay what they are.</summary>
    internal void Close() => _isClosed = true;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return start.Span(0, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        return new MemoryHandle((byte*)start.Address + elementIndex);
    }

    // Mapped memory never moves.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => Close();
}
