using Multiprocessing.Managers.Calling;
using Multiprocessing.Managers.Sessions;

namespace Multiprocessing.Managers;

/// <summary>
/// Calls whose callers have left before the answer. The answer comes all the same, since each end answers every call once, or the connection ends. Until then the call's number stays taken, and what the
/// answer brings is undone: references are released, and a grant goes back to the member that the contract names (<see cref="UndoneByAttribute"/>), with the very bytes that came.
/// </summary>
/// <remarks>
/// <para>What is granted, and by whom it may be lost:</para>
/// <code>
///                                          who gives it back
/// the answer is under way, its caller dies       the server, with the session
/// the answer comes, its caller has left          this end, by a Post behind which nothing is asked
/// the Post is under way, this process dies       the server, with the session
/// the caller has it                              the caller
/// </code>
/// <para>The Post goes over the same connection as the grant came, so no grant is revoked that was given to another since: holds, tickets and units have numbers that are used once. The proxy keeps its reference until
/// then, so that the object is there.</para>
/// <para>A Cancel goes out for each such call too.</para>
/// </remarks>
internal abstract partial class Peer
{
    // Guarded by the table of pending calls.
    private readonly Dictionary<ulong, LateCall> _late = [];

    /// <summary>Calls whose callers have left and that are not answered yet.</summary>
    internal int LateCount
    {
        get
        {
            lock (_pending) return _late.Count;
        }
    }

    /// <summary>A call's caller leaves. Under the lock of the table.</summary>
    private void NoteLate(PendingCall call)
    {
        var late = LateCall.Of(call);
        _late.Add(call.Header.Id, late);
        if (late.Proxy is not { } proxy) return;
        lock (_references) proxy.Target.LateCalls++;
    }

    private void EndLateCall(FrameHeader header, ArraySegment<byte> body)
    {
        LateCall call;
        lock (_pending) _late.Remove(header.Id, out call);
        if (header.Kind == FrameKind.Result)
        {
            if (call.Proxy is not null) PostUndo(call, body, header.ListsReferences);
            if (header.ListsReferences) CallReader.Discard(this, body);
        }

        if (call.Proxy is { } proxy) LetGo(proxy);
    }

    /// <summary>Sends a result back to what undoes it. Its references are null there: they are released.</summary>
    private void PostUndo(LateCall call, ReadOnlySpan<byte> body, bool listsReferences)
    {
        int size = body.Length;
        ReferenceList list = listsReferences ? ReferenceList.Cut(body, out size) : default;
        byte[] values = body[..size].ToArray();
        for (int i = 0; i < list.Count; i++) values.AsSpan(size - (int)list.DistanceAt(i), ReferenceList.ReferenceSize).Clear();
        CallWriter undo = CallWriter.Rent(this, new FrameHeader(FrameKind.Post, call.Undo, 0, call.Proxy!.Target.Id));
        undo.WriteRaw(values);
        if (Append(undo)) FlushSoon();
    }

    /// <summary>The object is needed for one late call less; a proxy that was released meanwhile gives its reference back now.</summary>
    private void LetGo(SharedProxy proxy)
    {
        lock (_references)
        {
            if (--proxy.Target.LateCalls > 0) return;
        }

        if (proxy.IsReleased) ReleaseLater(proxy);
    }
}
