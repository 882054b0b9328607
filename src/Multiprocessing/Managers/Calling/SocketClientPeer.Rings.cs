using System.Diagnostics;
using Multiprocessing.Managers.Rings;
using Multiprocessing.Managers.Telemetry;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Calling;

/// <summary>The client's way to rings in shared memory: it asks for them when it has become busy, so an idle client costs no memory. See <see cref="RingsWord"/> for the frames and <see cref="ClientChannel"/> for who listens where.</summary>
internal sealed partial class SocketClientPeer
{
    // So many calls within that time are many.
    internal const int CallsBeforeRings = 64;
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(250);

    private readonly int _callsBeforeRings;
    private long _countedSince = Stopwatch.GetTimestamp();
    private int _callsUntilRings;

    /// <summary>Whether frames go through rings, both ways.</summary>
    internal bool UsesRings => _channel.Rings is not null;

    private protected override void ReceiveRings(RingsWord word)
    {
        switch (word)
        {
            case RingsWord.Here when _callsBeforeRings >= 0 && _channel.Outlet.Rings is null && !_channel.Outlet.HasMark:
                OpenRings();
                break;
            case RingsWord.Switch when _channel.TrySwitch():
                // What was read beyond this frame are bytes that said: look at the rings.
                Cutter.Clear();
                ManagerLog.RingsUsed(Host.Log, Address);
                break;
            case RingsWord.No:
                _channel.StayWithSocket();
                ManagerLog.RingsRefused(Host.Log, Address, "the server refused them");
                break;
            default:
                throw new InvalidDataException($"rings were spoken of out of turn: {(ushort)word}");
        }
    }

    /// <summary>Counts calls until they are many in a short time. Two threads that lose a call of each other ask a little later.</summary>
    private void CountCall()
    {
        if (--_callsUntilRings != 0) return;
        if (Stopwatch.GetElapsedTime(_countedSince) < s_busy)
        {
            AskForRings();
            return;
        }

        _countedSince = Stopwatch.GetTimestamp();
        _callsUntilRings = _callsBeforeRings;
    }

    private void AskForRings()
    {
        _callsUntilRings = -1;
        SendRings(RingsWord.Ask, null);
    }

    private void OpenRings()
    {
        RingPair? pair = _channel.Open(out string reason);
        if (pair is null) ManagerLog.RingsRefused(Host.Log, Address, reason);
        SendRings(pair is null ? RingsWord.No : RingsWord.Switch, pair);
    }

    private void SendRings(RingsWord word, RingPair? next)
    {
        Span<byte> frame = stackalloc byte[FrameHeader.SizeMin];
        new FrameHeader(FrameKind.Rings, (ushort)word, 0, 0).Write(frame);
        int waiting = next is null ? Output.Append(frame) : Output.Append(frame, end => _channel.Outlet.Mark(end, FrameHeader.SizeMin, null, next));
        // Not by this thread, which may be the reader.
        if (waiting > 0) FlushSoon();
    }

    private int Receive(bool wait)
    {
        try
        {
            return _channel.Receive(Cutter.Space.Span, wait);
        }
        catch (InvalidDataException e)
        {
            FailProtocol(e);
            return StreamSocket.Closed;
        }
    }

    /// <summary>Listens to the socket without the role; whether something came.</summary>
    private bool HearUnasked(int milliseconds)
    {
        _channel.Listen(true);
        if (_channel.MustSettle) Settle();
        bool hasCome = _channel.WaitForSocket(milliseconds);
        _channel.Listen(false);
        return hasCome;
    }

    /// <summary>The standby listens to the socket and nobody reads: from here on the server is to wake it. What has come already is read first.</summary>
    private void Settle()
    {
        if (!_leadership.TryTake()) return;
        try
        {
            while (_channel.MustSettle && !_channel.TrySettle()) Read(wait: false);
        }
        finally
        {
            _leadership.Release();
        }
    }
}
