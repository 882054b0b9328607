namespace Multiprocessing.Managers.Statistics;

/// <summary>What went over connections since their beginning.</summary>
internal readonly record struct PeerTotals(long Calls, long BytesReceived, long BytesSent)
{
    public static PeerTotals operator +(PeerTotals a, PeerTotals b) => new(a.Calls + b.Calls, a.BytesReceived + b.BytesReceived, a.BytesSent + b.BytesSent);
}
