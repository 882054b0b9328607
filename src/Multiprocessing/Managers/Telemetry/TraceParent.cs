using System.Diagnostics;

namespace Multiprocessing.Managers.Telemetry;

/// <summary>The W3C trace context of a call, as it stands before the arguments of a frame that is flagged as traced.</summary>
/// <remarks>
/// <code>
///  0  16 bytes trace id     16  8 bytes id of the caller's span     24  u8 trace flags: 1 sampled
/// </code>
/// <para>The trace state is not carried: it is a list of texts of any length, and this protocol's own spans add nothing to it.</para>
/// </remarks>
internal static class TraceParent
{
    internal const int Size = 25;
    private const int TraceIdSize = 16;
    private const int SpanIdSize = 8;

    /// <summary>The context that a call which begins here carries; null when nobody traces.</summary>
    internal static ActivityContext? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Context : null;

    internal static void Write(Span<byte> bytes, ActivityContext context)
    {
        context.TraceId.CopyTo(bytes[..TraceIdSize]);
        context.SpanId.CopyTo(bytes.Slice(TraceIdSize, SpanIdSize));
        bytes[TraceIdSize + SpanIdSize] = (byte)context.TraceFlags;
    }

    /// <summary>Takes the context off the beginning of a body.</summary>
    /// <exception cref="InvalidDataException">The body is too short for one.</exception>
    internal static ActivityContext Read(ref ArraySegment<byte> segment)
    {
        ReadOnlySpan<byte> body = segment;
        if (body.Length < Size) throw new InvalidDataException($"a traced call came with a body of {body.Length} bytes; its trace context alone has {Size}");
        var context = new ActivityContext(
            ActivityTraceId.CreateFromBytes(body[..TraceIdSize]),
            ActivitySpanId.CreateFromBytes(body.Slice(TraceIdSize, SpanIdSize)),
            (ActivityTraceFlags)(body[TraceIdSize + SpanIdSize] & (byte)ActivityTraceFlags.Recorded),
            traceState: null,
            isRemote: true);
        segment = segment[Size..];
        return context;
    }
}
