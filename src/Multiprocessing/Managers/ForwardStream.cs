namespace Multiprocessing.Managers;

/// <summary>A stream that goes forward only, as connections do: what .NET asks of every stream that cannot seek is answered here, once.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanSeek => false;

    public sealed override long Length => throw Forward();

    public sealed override long Position
    {
        get => throw Forward();
        set => throw Forward();
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw Forward();

    public sealed override void SetLength(long value) => throw Forward();

    private static NotSupportedException Forward() => new("This stream goes forward only: it has neither length nor position. Look at CanSeek before.");
}
