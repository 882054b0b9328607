using System.Buffers.Binary;
using System.Diagnostics;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing.Managers;

/// <summary>Calls of the other process on objects of this one.</summary>
internal abstract partial class Peer
{
    private readonly Dictionary<ulong, ServedCall> _served = [];
    private ulong[] _declaredByOther = [];
    private long _servedTotal;

    /// <summary>Calls of the other process that have begun and not ended.</summary>
    internal int ServedCount
    {
        get
        {
            lock (_served) return _served.Count;
        }
    }

    /// <summary>Calls of the other process that were begun since it connected.</summary>
    internal long ServedTotal => Interlocked.Read(ref _servedTotal);

    /// <summary>Ends a call: its answer is appended and sent.</summary>
    internal void Answer(ServedCall call, CallWriter answer)
    {
        lock (_served)
        {
            _served.Remove(call.Id);
            NoteServedEnd();
        }

        LeaveChain(call.ChainNumber);
        if (answer.BodySize + FrameHeader.SizeMin > Limits.FrameSizeMax)
        {
            int size = answer.BodySize + FrameHeader.SizeMin;
            UndoReferences(answer);
            answer.Restart(new FrameHeader(FrameKind.Failure, (ushort)FailureKind.ArgumentsUnreadable, call.Id, 0), keepBody: false);
            RemoteFailure.Of(Errors.CallTooLarge(Address, size, Limits.FrameSizeMax), FailureKind.ArgumentsUnreadable).Write(answer);
        }

        if (Append(answer)) FlushSoon();
    }

    private void ServeCall(FrameHeader header, ReadOnlySpan<byte> body)
    {
        ActivityContext trace = header.IsTraced ? TraceParent.Read(ref body) : default;
        if (header.Member >= _declaredByOther.Length) throw new InvalidDataException($"a call of member {header.Member} came; {_declaredByOther.Length} were declared");
        ulong hash = _declaredByOther[header.Member];
        Export? export = FindExport(header.Target);
        if (export is null)
        {
            Refuse(header, FailureKind.ObjectGone, "");
            return;
        }

        if (export.Hosted is null)
        {
            Refuse(header, FailureKind.NameUnknown, string.Join('\n', Host.Names));
            return;
        }

        int member = export.Hosted.Contract.NumberOf(hash);
        if (member < 0)
        {
            Refuse(header, FailureKind.MemberMissing, string.Join('\n', export.Hosted.Contract.Members));
            return;
        }

        Hosted hosted = export.Hosted;
        Serve(header, new CallReader(this, body), call => hosted.Contract.Dispatch(hosted.Target, member, call), hosted.Turn, trace, hosted, member);
    }

    private void ServeCreate(FrameHeader header, ReadOnlySpan<byte> body)
    {
        ActivityContext trace = header.IsTraced ? TraceParent.Read(ref body) : default;
        var arguments = new CallReader(this, body);
        string name = arguments.Read<string?>() ?? "";
        if (Host.FindFactory(name) is not { } factory)
        {
            arguments.Return();
            Refuse(header, FailureKind.NameUnknown, string.Join('\n', Host.FactoryNames));
            return;
        }

        Serve(header, arguments, factory, new Turn(TurnPolicy.Concurrent), trace);
    }

    private void Serve(FrameHeader header, CallReader arguments, Func<ServedCall, ValueTask> body, Turn turn, ActivityContext trace, Hosted? hosted = null, int member = 0)
    {
        // Nobody waits for a Post: it re-enters nothing.
        ulong chainNumber = 0;
        Chain? chain = header.Chain == 0 || header.Kind == FrameKind.Post ? null : EnterChain(header.Chain, out chainNumber);
        var call = new ServedCall(this, header, arguments, body, turn, chain, chainNumber) { Object = hosted, Member = member, Parent = trace };
        // A Post has no id: nobody can cancel it, and it is counted nowhere.
        if (call.Id != 0)
        {
            lock (_served)
            {
                if (RefusesNow(header))
                {
                    call.Drop();
                    Refuse(header, FailureKind.Draining, _drainReason!);
                    return;
                }

                if (_served.Count >= Limits.ServedCallsMax)
                {
                    call.Drop();
                    LeaveChain(chainNumber);
                    Refuse(header, FailureKind.Busy, $"{_served.Count} calls of this connection have not ended, the limit");
                    return;
                }

                if (!_served.TryAdd(call.Id, call)) throw new InvalidDataException($"call {call.Id} came twice");
            }
        }

        Interlocked.Increment(ref _servedTotal);
        hosted?.NoteBegun();
        turn.Start(call);
    }

    private void Refuse(FrameHeader header, FailureKind kind, string detail)
    {
        ManagerLog.CallRefused(Host.Log, Client, kind, detail);
        if (header.Kind == FrameKind.Post) return;
        CallWriter answer = CallWriter.Rent(this, new FrameHeader(FrameKind.Failure, (ushort)kind, header.Id, 0));
        new RemoteFailure(kind, "", kind is FailureKind.Busy or FailureKind.Draining ? detail : "", "", kind is FailureKind.Busy or FailureKind.Draining ? "" : detail, []).Write(answer);
        if (Append(answer)) FlushSoon();
    }

    private void CancelServedCall(ulong id)
    {
        ServedCall? call;
        lock (_served) _served.TryGetValue(id, out call);
        // Not on the reader: what is registered with the token is user code. A call that is not there has been answered.
        if (call is not null) ThreadPool.UnsafeQueueUserWorkItem(static call => call.Cancel(), call, preferLocal: false);
    }

    private void EndServedCalls()
    {
        ServedCall[] calls;
        lock (_served) calls = [.. _served.Values];
        foreach (ServedCall call in calls) call.Cancel();
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
