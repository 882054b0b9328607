using System.Collections.Concurrent;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Serving;

/// <summary>
/// Reads the sockets of all clients on one thread and runs the members that they call right there, so a call costs no hand-over to another thread. A member that takes long holds up nobody: the loop is
/// taken from its thread and goes on with another one (<see cref="ServerLoop"/>, "Stealing").
/// </summary>
/// <remarks>
/// <para>All that the loop has got to is in its fields, which belong to the one thread that runs it, its <em>holder</em>: the events of the last wait, the connection whose frames are being handled, and the
/// buffer that they lie in. So whoever becomes the holder goes on where the last one was.</para>
/// <para>One buffer serves all connections. One of whose frames only a part has come keeps that in a buffer of its own, until the rest has.</para>
/// </remarks>
internal sealed partial class ServerLoop
{
    private const int EventsMax = 64;
    private const int BufferSize = 64 * 1024;

    private static readonly Lazy<ServerLoop[]> s_loops = new(static () => [.. Enumerable.Range(0, Environment.ProcessorCount >= 8 ? 2 : 1).Select(static _ => new ServerLoop())]);
    private static int s_next;

    private readonly EventPoll _poll = new();
    private readonly ConcurrentDictionary<ulong, ILoopConnection> _connections = new();
    private ulong _lastNumber;

    // The holder's.
    private readonly (ulong Number, SocketReadiness Readiness)[] _events = new (ulong, SocketReadiness)[EventsMax];
    private int _eventCount;
    private int _nextEvent;
    private LoopServerPeer? _served;
    private FrameCutter _servedCutter;

    private ServerLoop()
    {
        _servedCutter = Cutter;
        HandOver();
        new Thread(Watch) { IsBackground = true, Name = "manager, watch" }.UnsafeStart();
    }

    /// <summary>The loop for the next connection. Loops live as long as the process; one thread reads for all connections of a loop.</summary>
    internal static ServerLoop Next => s_loops.Value[(uint)Interlocked.Increment(ref s_next) % (uint)s_loops.Value.Length];

    /// <summary>Where connections without a part of a frame are read into; the holder's.</summary>
    internal FrameCutter Cutter { get; } = new(BufferSize);

    /// <summary>Looks after a connection; the number by which it is known.</summary>
    internal ulong Add(ILoopConnection connection, StreamSocket socket, SocketReadiness wanted)
    {
        ulong number = Interlocked.Increment(ref _lastNumber);
        _connections[number] = connection;
        _poll.Add(socket, number, wanted);
        return number;
    }

    /// <summary>Changes what a connection is looked at for.</summary>
    internal void Change(ulong number, StreamSocket socket, SocketReadiness wanted) => _poll.Change(socket, number, wanted);

    /// <summary>Looks after a connection no more. An event of it that is on the way finds nobody.</summary>
    internal void Remove(ulong number, StreamSocket socket)
    {
        if (_connections.TryRemove(number, out _)) _poll.Remove(socket);
    }

    /// <summary>Has the frames handled that a connection has read; the holder's.</summary>
    internal void Serve(LoopServerPeer peer, FrameCutter cutter)
    {
        _servedCutter = cutter;
        Volatile.Write(ref _served, peer);
    }

    /// <summary>Whether this thread is handling a read of the connection, at whose end the answers are sent.</summary>
    /// <remarks>
    /// A thread that lost the loop may be told so wrongly. Then the loop's holder is still to set <c>_served</c> to null and to send after that, which is after the frame of this thread was appended; or the
    /// frame is an answer to the call for which the loop was lost, and is sent when the thread finds that out.
    /// </remarks>
    internal bool IsServing(LoopServerPeer peer) => t_held == this && Volatile.Read(ref _served) == peer;

    private void Run()
    {
        t_held = this;
        while (true)
        {
            if (_served is { } peer)
            {
                while (peer.ReceiveNext(_servedCutter))
                {
                    if (t_held is null) return;
                }

                if (t_held is null) return;
                Volatile.Write(ref _served, null);
                peer.EndRead(_servedCutter);
                if (t_held is null) return;
            }
            else if (_nextEvent < _eventCount)
            {
                (ulong number, SocketReadiness readiness) = _events[_nextEvent++];
                if (_connections.TryGetValue(number, out ILoopConnection? connection)) connection.OnReady(readiness);
            }
            else if (!FindActive())
            {
                LookAtSockets(wait: true);
            }
        }
    }
}
