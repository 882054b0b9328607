using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>
/// The scope of a message between two processes that both live until it was read: the arguments of a child. The sender keeps the objects open itself until the
/// scope is disposed, which it does when the receiver said that it has attached, or ended.
/// </summary>
internal sealed class LoanScope : TransferScope
{
    // Not a Lock, whose first use costs a starting child a thread static.
    private readonly object _gate = new();
    private List<Segment>? _kept;

    internal override string? Hold(object target)
    {
        Segment kept = ((Segment)target).AddUse();
        lock (_gate) (_kept ??= []).Add(kept);
        return null;
    }

    internal override string? HoldToken(out string? token)
    {
        var segment = Segment.Create(Domain.Current, null, SegmentContent.Of(SegmentKind.Message, 0));
        try
        {
            token = SegmentTransfer.Export(segment, Unheld).ToText();
            return Hold(segment);
        }
        finally
        {
            segment.Release();
        }
    }

    /// <summary>The channel to a child is proven by the system.</summary>
    internal override bool IsPrivate => true;

    /// <summary>Nothing: the loan ends when the scope is disposed.</summary>
    internal override void Commit()
    {
    }

    private protected override void End()
    {
        if (Volatile.Read(ref _kept) is null) return;
        List<Segment>? kept;
        lock (_gate) (kept, _kept) = (_kept, null);
        if (kept is null) return;
        foreach (Segment segment in kept) segment.Release();
    }
}
