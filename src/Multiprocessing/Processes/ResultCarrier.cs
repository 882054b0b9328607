using Multiprocessing.Diagnostics;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Liveness;
using Multiprocessing.Serialization;

namespace Multiprocessing.Processes;

/// <summary>
/// Keeps the shared objects in a child's result alive from the child's end until the parent has attached to them. It is an empty segment of the parent's: the child makes its holds for that
/// (<c>Segment.Holds.cs</c>), and what was not attached goes with it.
/// </summary>
internal sealed class ResultCarrier : IDisposable
{
    private static readonly SegmentContent s_content = SegmentContent.Of(SegmentKind.Message, 0);

    private readonly Segment _segment;
    private int _disposed;

    private ResultCarrier(Segment segment) => _segment = segment;

    /// <summary>What the child opens it by.</summary>
    internal string Handle => SegmentTransfer.Export(_segment, TransferScope.Unheld).ToText();

    /// <summary>Null where no shared object can be in a result of the type.</summary>
    /// <exception cref="ArgumentException">A <typeparamref name="TResult"/> cannot travel.</exception>
    internal static ResultCarrier? For<TResult>() =>
        MessageCodec<TResult>.Default.CarriesShared ? new ResultCarrier(Segment.Create(Domain.Current, null, s_content)) : null;

    /// <summary>The child's side.</summary>
    internal static ResultCarrier Open(string handle) => new(SegmentTransfer.Attach(TransferHandle.ParseText(handle), s_content));

    internal CarrierScope Scope() => new(_segment);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _segment.Release();
    }
}
