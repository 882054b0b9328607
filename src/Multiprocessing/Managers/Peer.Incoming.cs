using System.Buffers.Binary;
using System.Diagnostics;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Managers.Serving;

namespace Multiprocessing.Managers;

/// <summary>Calls of the other process on objects of this one.</summary>
internal abstract partial class Peer
{
    private readonly Dictionary<ulong, ServedCall> _served = [];
    private ulong[] _declaredByOther = [];
    private long _servedTotal;
    private int _answering;

    /// <summary>Calls of the other process that have begun and not ended.</summary>
    internal int ServedCount
    {
        get
        {
            lock (_served) return _served.Count;
        }
    }

    /// <summary>Calls of the other process that were begun since it connected.</summary>
    internal long ServedTotal => Volatile.Read(ref _servedTotal);

    /// <summary>Ends a call: its answer is appended and sent.</summary>
    internal void Answer(ServedCall call, CallWriter answer)
    {
        lock (_served)
        {
            // Its place is free before its caller can know of it, but the connection is idle only with the answer appended.
            _served.Remove(call.Id);
            Interlocked.Increment(ref _answering);
        }

        LeaveChain(call.ChainNumber);
        if (answer.BodySize + FrameHeader.SizeMin > Limits.FrameSizeMax)
        {
            int size = answer.BodySize + FrameHeader.SizeMin;
            UndoReferences(answer);
            answer.Restart(new FrameHeader(FrameKind.Failure, (ushort)FailureKind.ArgumentsUnreadable, call.Id, 0), keepBody: false);
            RemoteFailure.Of(Errors.CallTooLarge(Address, size, Limits.FrameSizeMax), FailureKind.ArgumentsUnreadable).Write(answer);
        }

        bool isAppended = Append(answer);
        Interlocked.Decrement(ref _answering);
        if (Volatile.Read(ref _drainReason) is not null) NoteServedEnd();
        if (isAppended) FlushSoon();
    }

    private void ServeCall(FrameHeader header, ArraySegment<byte> body)
    {
        ActivityContext trace = header.IsTraced ? TraceParent.Read(ref body) : default;
        // What breaks the protocol must do so before the call counts anywhere, and before it has its object's turn.
        if (header.ListsReferences) ReferenceList.Cut(body, out _);
        if (header.Member >= _declaredByOther.Length) throw new InvalidDataException($"a call of member {header.Member} came; {_declaredByOther.Length} were declared");
        ulong hash = _declaredByOther[header.Member];
        Export? export = FindExport(header.Target);
        if (export is null)
        {
            Refuse(header, body, FailureKind.ObjectGone, "");
            return;
        }

        if (export.Hosted is null)
        {
            if (!Allows(AccessRights.Create) && Host.Catalog is { IsOpen: true })
            {
                Deny(header, body, AccessRights.Create, "Get");
                return;
            }

            Refuse(header, body, FailureKind.NameUnknown, string.Join('\n', Host.Names));
            return;
        }

        int member = export.Hosted.Contract.NumberOf(hash);
        if (member < 0)
        {
            Refuse(header, body, FailureKind.MemberMissing, string.Join('\n', export.Hosted.Contract.Members));
            return;
        }

        if (Client.Rights != AccessRights.All && export.Hosted.Contract.RightOf(member) is var needed && !Allows(needed))
        {
            Deny(header, body, needed, export.Hosted.Contract.Members[member]);
            return;
        }

        if (export.Hosted.Load is { } load && !load.TryEnter(export.Hosted.Turn.IsFree, out string? reason))
        {
            Refuse(header, body, FailureKind.Busy, reason);
            return;
        }

        Serve(header, body, ServedCall.Rent(this, header, export.Hosted, member, trace));
    }

    private void ServeCreate(FrameHeader header, ArraySegment<byte> body)
    {
        ActivityContext trace = header.IsTraced ? TraceParent.Read(ref body) : default;
        var reader = new CallReader();
        reader.Begin(this, body, listsReferences: false);
        string name = reader.Read<string?>() ?? "";
        if (header.ListsReferences) ReferenceList.Cut(reader.Rest, out _);
        if (!Allows(AccessRights.Create)) Deny(header, reader.Rest, AccessRights.Create, "Create");
        else if (Host.FindFactory(name) is { } factory) Serve(header, reader.Rest, new ServedCall(this, header, factory, trace));
        else Refuse(header, reader.Rest, FailureKind.NameUnknown, string.Join('\n', Host.FactoryNames));
    }

    private void Serve(FrameHeader header, ArraySegment<byte> body, ServedCall call)
    {
        // A Post has no id: nobody can cancel it, nobody waits for it, and it is counted nowhere.
        if (header.Kind != FrameKind.Post)
        {
            if (!TryCount(call, body))
            {
                call.Object?.Load?.NoteRefused();
                return;
            }

            if (header.Chain != 0) call.Arrive(EnterChain(header.Chain, out ulong number), number);
        }

        // One thread at a time receives.
        Volatile.Write(ref _servedTotal, _servedTotal + 1);
        call.Object?.NoteBegun();
        if (ServerLoop.Held is { } loop && call.MayRunAtOnce && call.Turn.TryEnter()) RunAtOnce(call, body, loop);
        else call.Turn.Start(call.WithArguments(this, body));
    }

    private bool TryCount(ServedCall call, ArraySegment<byte> body)
    {
        FailureKind refusal;
        string reason;
        lock (_served)
        {
            if (RefusesNow(call.Header))
            {
                (refusal, reason) = (FailureKind.Draining, _drainReason!);
            }
            else if (_served.Count >= Limits.ServedCallsMax)
            {
                (refusal, reason) = (FailureKind.Busy, $"{_served.Count} calls of this connection have not ended, the limit (MaxPendingCalls)");
            }
            else
            {
                if (!_served.TryAdd(call.Id, call)) throw new InvalidDataException($"call {call.Id} came twice");
                return true;
            }
        }

        Refuse(call.Header, body, refusal, reason);
        return false;
    }

    /// <summary>Runs a call on the thread that reads. Its arguments are read where they lie; a member that keeps the thread loses the loop, never the arguments.</summary>
    private void RunAtOnce(ServedCall call, ArraySegment<byte> body, ServerLoop loop)
    {
        // A filter may wait before the arguments are read, and the next frame then lies where they lay. What reads them touches the cutter, which after Enter may be another thread's.
        _ = Host.IncomingFilters.Count == 0 ? call.WithArgumentsAt(this, body) : call.WithArguments(this, body);
        loop.Enter();
        bool hasEnded = call.Turn.RunEntered(call);
        if (!loop.TryLeave())
        {
            call.NoteSlow();
            // The loop's new holder may have sent before the answer was there.
            FlushSoon();
        }
        else if (hasEnded)
        {
            call.Recycle();
        }
    }

    private bool Allows(AccessRights needed) => (Client.Rights & needed) == needed;

    private void Deny(FrameHeader header, ArraySegment<byte> body, AccessRights needed, string member) => Refuse(header, body, RemoteFailure.Denied(Client.KeyName ?? "", Client.Rights, needed, member), $"{member} needs {needed}");

    private void Refuse(FrameHeader header, ArraySegment<byte> body, FailureKind kind, string detail) => Refuse(
        header,
        body,
        new RemoteFailure(kind, "", kind is FailureKind.Busy or FailureKind.Draining ? detail : "", "", kind is FailureKind.Busy or FailureKind.Draining ? "" : detail, []),
        detail);

    private void Refuse(FrameHeader header, ArraySegment<byte> body, RemoteFailure failure, string reason)
    {
        if (header.ListsReferences) CallReader.Discard(this, body);
        ManagerLog.CallRefused(Host.Log, Client, failure.Kind, reason);
        if (header.Kind == FrameKind.Post) return;
        CallWriter answer = CallWriter.Rent(this, new FrameHeader(FrameKind.Failure, (ushort)failure.Kind, header.Id, 0));
        failure.Write(answer);
        if (Append(answer)) FlushSoon();
    }

    private void CancelServedCall(ulong id)
    {
        ServedCall? call;
        lock (_served) _served.TryGetValue(id, out call);
        // Not on the reader: what is registered with the token is user code. A call that is not there has been answered.
        if (call is not null) ThreadPool.UnsafeQueueUserWorkItem(static cancelled => cancelled.Call.Cancel(cancelled.Id), (Call: call, Id: id), preferLocal: false);
    }

    private void EndServedCalls()
    {
        ServedCall[] calls;
        lock (_served) calls = [.. _served.Values];
        foreach (ServedCall call in calls) call.Cancel(call.Id);
    }

    private void NoteDeclared(FrameHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Member != _declaredByOther.Length) throw new InvalidDataException($"members from number {header.Member} on were declared; the next is {_declaredByOther.Length}");
        var reader = new CallReader(this, body);
        reader.Read<string?>();
        ulong[] hashes = reader.Read<ulong[]>() ?? [];
        reader.End();
        if (_declaredByOther.Length + hashes.Length > ushort.MaxValue + 1) throw new InvalidDataException($"more than {ushort.MaxValue + 1} members were declared");
        _declaredByOther = [.. _declaredByOther, .. hashes];
    }

    private void NoteReleased(ReadOnlySpan<byte> body)
    {
        const int EntrySize = 2 * sizeof(ulong);
        if (body.Length % EntrySize != 0) throw new InvalidDataException($"a release of {body.Length} bytes came; an entry has {EntrySize}");
        for (; body.Length > 0; body = body[EntrySize..])
            ReleaseExport(BinaryPrimitives.ReadUInt64LittleEndian(body), BinaryPrimitives.ReadUInt64LittleEndian(body[sizeof(ulong)..]));
    }
}
