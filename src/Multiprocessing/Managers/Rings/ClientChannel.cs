using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Rings;

/// <summary>What a client's connection is received from and sent to: the socket, and rings once both ends have gone over to them. Received from by who has the reader's role.</summary>
/// <remarks>
/// <para>How the reader rests, in the word that the server looks at before it wakes anybody:</para>
/// <code>
///   on the socket   nobody has the role, and the standby listens to the socket
///   none            somebody has the role, or is about to take it, or had it just now and the standby is going to look within a tick
///   on the word     who has the role sleeps
/// </code>
/// <para>So a caller that calls again and again changes the word only when it sleeps. It is settled, that is, set to "on the socket", by the standby when calls have ceased; while that listens, by each caller that leaves.
/// Of (standby: says that it listens, fence, tries to take the role) and (caller: gives the role back, fence, looks whether the standby listens) at least one sees the other (<see cref="MustSettle"/>).</para>
/// </remarks>
/// <param name="socket">The connection.</param>
/// <param name="mayUseRings">Whether a descriptor of rings may come.</param>
internal sealed class ClientChannel(StreamSocket socket, bool mayUseRings)
{
    private const long SleepMax = 100_000_000;

    // Long enough for any member that is worth waiting for by polling, short beside a sleep and two wakes.
    private static readonly long s_pollMax = Stopwatch.Frequency / 20_000;

    private readonly Tempo _tempo = new();
    private RingPair? _rings;
    private RingPair? _pair;
    private SafeFileHandle? _descriptor;
    private bool _awaitsDescriptor = mayUseRings;
    private bool _isListenedTo;

    internal Outlet Outlet { get; } = new(socket);

    /// <summary>The rings, when bytes are received from there.</summary>
    internal RingPair? Rings => Volatile.Read(ref _rings);

    /// <summary>Whether who gave the role back is to settle the word, since the standby listens to the socket. Asked after a fence.</summary>
    internal bool MustSettle => Volatile.Read(ref _isListenedTo) && Rings is { IsResting: false };

    /// <summary>Maps the rings whose descriptor came; null, and why, where that cannot be.</summary>
    internal RingPair? Open(out string reason)
    {
        reason = "their descriptor did not come";
        using SafeFileHandle? descriptor = _descriptor;
        StayWithSocket();
        if (descriptor is null) return null;
        RingPair? pair = RingPair.Open(socket, descriptor, out reason);
        Volatile.Write(ref _pair, pair);
        // Ended meanwhile: nobody else would close it.
        if (socket.IsClosed) pair?.Close();
        return pair;
    }

    /// <summary>No descriptor is waited for any more.</summary>
    internal void StayWithSocket()
    {
        _awaitsDescriptor = false;
        _descriptor = null;
    }

    /// <summary>What is received from here on comes through the rings; false when there are none.</summary>
    internal bool TrySwitch()
    {
        if (_pair is null || _rings is not null) return false;
        _pair.EndRest();
        Volatile.Write(ref _rings, _pair);
        return true;
    }

    /// <summary>Receives what is there, waiting for it a while if so wanted; the count, 0 at the end, <see cref="StreamSocket.WouldBlock"/>, or another error.</summary>
    /// <exception cref="InvalidDataException">The server broke the ring.</exception>
    internal int Receive(Span<byte> space, bool wait)
    {
        if (_rings is { } rings) return Receive(rings, space, wait);
        if (!_awaitsDescriptor) return socket.Receive(space, wait);
        int count = socket.ReceiveWith(space, wait, out SafeFileHandle? descriptor);
        if (descriptor is null) return count;
        _descriptor?.Dispose();
        _descriptor = descriptor;
        return count;
    }

    /// <summary>Sleeps until the server has taken some of what is to be sent, at most so long; where <paramref name="reads"/>, the caller has the role, and bytes that come end it too.</summary>
    internal SocketReadiness WaitForRoom(bool reads, int milliseconds)
    {
        if (Outlet.Rings is not { } rings) return socket.Wait(reads ? SocketReadiness.Read | SocketReadiness.Write : SocketReadiness.Write, milliseconds);
        if (!rings.TryRestForRoom(Rest.OnWord)) return SocketReadiness.Write;
        // What comes before this end reads the ring too comes through the socket: looked at now and then.
        bool andBytes = reads && _rings is not null;
        if (!andBytes || rings.TryRest(Rest.OnWord)) rings.SleepForRoom(andBytes, reads && !andBytes ? SleepMax / 10 : milliseconds * 1_000_000L);
        if (andBytes) rings.EndRest();
        rings.EndRestForRoom();
        return reads ? SocketReadiness.Read | SocketReadiness.Write : SocketReadiness.Write;
    }

    /// <summary>Before a call is sent whose caller reads for itself.</summary>
    internal void PrepareWait() => _rings?.EndSocketRest();

    /// <summary>The standby is going to listen to the socket, or no more. A full fence.</summary>
    internal void Listen(bool on)
    {
        Volatile.Write(ref _isListenedTo, on);
        Interlocked.MemoryBarrier();
    }

    /// <summary>With the role: from here on the server wakes by the socket whoever is to read. False when something is there to be read.</summary>
    internal bool TrySettle() => _rings is not { } rings || rings.TryRest(Rest.OnSocket);

    /// <summary>Waits until the socket can be read, at most so long.</summary>
    internal bool WaitForSocket(int milliseconds) => socket.Wait(SocketReadiness.Read, milliseconds) != SocketReadiness.None;

    /// <summary>Ends the connection: whoever waits returns.</summary>
    internal void Close()
    {
        socket.ShutDown();
        Volatile.Read(ref _pair)?.Close();
        socket.Dispose();
    }

    private int Receive(RingPair rings, Span<byte> space, bool wait)
    {
        int count = rings.Receive(space);
        if (count > 0) return count;
        if (!wait) return LookAtSocket(rings, space);
        if (_tempo.IsQuick && Poll(rings) && (count = rings.Receive(space)) > 0)
        {
            _tempo.Note(rings, missed: false);
            return count;
        }

        bool hasSlept = rings.TryRest(Rest.OnWord);
        if (hasSlept)
        {
            rings.Sleep(SleepMax);
            rings.EndRest();
        }

        _tempo.Note(rings, missed: hasSlept);
        count = rings.Receive(space);
        return count > 0 ? count : LookAtSocket(rings, space);
    }

    private static bool Poll(RingPair rings)
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if (!rings.IsEmpty) return true;
                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetTimestamp() - begin < s_pollMax);
        return false;
    }

    /// <summary>Takes the bytes that said that something is in the ring; at the end of the connection what is still there comes first.</summary>
    private int LookAtSocket(RingPair rings, Span<byte> space)
    {
        int taken;
        do taken = socket.Receive(space, wait: false);
        while (taken == space.Length);
        int count = rings.Receive(space);
        return count > 0 ? count : taken > 0 ? StreamSocket.WouldBlock : taken;
    }
}
