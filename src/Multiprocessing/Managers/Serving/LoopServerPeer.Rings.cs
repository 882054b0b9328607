using Microsoft.Win32.SafeHandles;
using Multiprocessing.Managers.Rings;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Platform.Transport;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Managers.Serving;

/// <summary>The server's way to rings in shared memory (<see cref="RingsWord"/>). What the loop's holder reads from the socket before, it reads from the ring after; the socket tells when to look, and of the end.</summary>
internal sealed partial class LoopServerPeer
{
    private readonly Outlet _outlet;
    private RingPair? _pair;

    // The holder's.
    private RingPair? _input;
    private string? _endReason;

    // Under the gate of what is watched.
    private bool _isHeld;
    private bool _mustLook;

    /// <summary>Whether this client may have rings: a process of the same user, where they are allowed.</summary>
    internal bool AllowsRings { get; init; }

    /// <summary>Whether frames go through rings, both ways.</summary>
    internal bool UsesRings => _outlet.Rings is not null;

    /// <summary>Whether the client's callers wait by polling.</summary>
    internal bool IsQuick => _input is { IsQuick: true };

    private bool IsHeldBack => _isStalled && Output.Unsent >= Limits.UnsentMax;

    private protected override void ReceiveRings(RingsWord word)
    {
        switch (word)
        {
            case RingsWord.Ask when _pair is null:
                MakeRings();
                break;
            case RingsWord.Switch when _pair is not null && _input is null && !_outlet.HasMark:
                _input = _pair;
                _loop.NoteActive(this);
                SendRings(RingsWord.Switch, null, _pair);
                break;
            case RingsWord.No when _pair is not null && _input is null:
                _pair.Close();
                break;
            default:
                throw new InvalidDataException($"rings were spoken of out of turn: {(ushort)word}");
        }
    }

    /// <summary>Reads from the ring, unless too much is unsent; whether something is to be served. The holder's.</summary>
    internal bool TryReadRing()
    {
        if (_input is not { } rings || _socket.IsClosed || MustHold()) return false;
        FrameCutter cutter = Cutter.HasPart ? Cutter : _loop.Cutter;
        try
        {
            int count = rings.Receive(cutter.Space.Span);
            if (count > 0)
            {
                cutter.Advance(count);
                _loop.Serve(this, cutter);
                return true;
            }
        }
        catch (InvalidDataException e)
        {
            FailProtocol(e);
        }

        // All that came before the end has been handled.
        if (_endReason is { } reason) Fail(reason);
        return false;
    }

    /// <summary>Nobody looks at the ring from here on until the client says so; false when something is there. The holder's.</summary>
    internal bool TryRest(uint how) => _input is not { } rings || _socket.IsClosed || MustHold() || rings.TryRest(how);

    /// <summary>Where it rests on the ring's word: that. The holder's.</summary>
    internal bool TryGetRest(out WaitWord word)
    {
        word = default;
        return _input is { } rings && rings.TryGetRest(out word);
    }

    /// <summary>The loop looks at the ring again. The holder's.</summary>
    internal void EndRest() => _input?.EndRest();

    /// <summary>Whether nothing that is to be read is in the ring. The holder's.</summary>
    internal bool IsEmpty => _input is not { } rings || _socket.IsClosed || MustHold() || rings.IsEmpty;

    private void OnBell(SocketReadiness readiness)
    {
        if ((readiness & SocketReadiness.Read) != 0)
        {
            Span<byte> bells = stackalloc byte[64];
            int count = _socket.Receive(bells, wait: false);
            if (count <= 0 && count != StreamSocket.WouldBlock) _endReason ??= count == 0 ? "the client closed it" : $"receiving failed: error {-count}";
        }

        lock (_watching) _mustLook = false;
        Watch();
        Resume();
        _input!.EndRest();
        _loop.NoteBell(this);
    }

    /// <summary>Whether too much is unsent for more to be read. Then the loop is told to look again when that has changed.</summary>
    private bool MustHold()
    {
        if (!Volatile.Read(ref _isStalled)) return false;
        lock (_watching) return _isHeld = IsHeldBack;
    }

    /// <summary>Where the ring was left unread, it is looked at when there is room: the socket, which can always be written to, brings the loop here. Under the gate.</summary>
    private void NoteRoom()
    {
        if (!_isHeld || IsHeldBack) return;
        _isHeld = false;
        _mustLook = true;
    }

    /// <summary>The client takes nothing for now, and this thread has the sender's role: leaves it to whoever is told that there is room. False when there is some, and nobody will be told.</summary>
    private bool TryStall()
    {
        while (_outlet.Rings is { } rings && !rings.TryRestForRoom(Rest.OnSocket))
        {
            if (Output.Resume(_outlet)) return true;
        }

        lock (_watching) _isStalled = true;
        Watch();
        // The client may have told before anybody could take the role over.
        return _outlet.Rings is not { IsRestingForRoom: false };
    }

    private void MakeRings()
    {
        string reason = "they are not allowed for this client";
        SafeFileHandle? descriptor = null;
        if (AllowsRings) Volatile.Write(ref _pair, RingPair.Create(_socket, out descriptor, out reason));
        if (_pair is null)
        {
            ManagerLog.RingsNotMade(Host.Log, Client, Address, reason);
            SendRings(RingsWord.No, null, null);
            return;
        }

        // Ended meanwhile: nobody else would close it.
        if (_socket.IsClosed) _pair.Close();
        SendRings(RingsWord.Here, descriptor, null);
    }

    private void SendRings(RingsWord word, SafeFileHandle? descriptor, RingPair? next)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.SizeMin];
        new FrameHeader(FrameKind.Rings, (ushort)word, 0, 0).Write(frame);
        int waiting = descriptor is null && next is null ? Output.Append(frame) : Output.Append(frame, end => _outlet.Mark(end, FrameHeader.SizeMin, descriptor, next));
        if (waiting > 0) FlushSoon();
    }
}
