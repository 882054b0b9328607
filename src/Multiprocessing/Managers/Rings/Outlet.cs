using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers.Rings;

/// <summary>Where a connection's bytes go: to the socket, and after a marked frame to a ring. Used by who sends, one thread at a time.</summary>
/// <remarks>A frame is marked where it is appended, under the output's lock, so whoever sends it knows.</remarks>
internal sealed class Outlet(StreamSocket socket)
{
    private long _sent;
    private long _markBegin = long.MaxValue;
    private long _markEnd = long.MaxValue;
    private SafeFileHandle? _descriptor;
    private RingPair? _next;
    private RingPair? _rings;

    /// <summary>Where the bytes go; null for the socket.</summary>
    internal RingPair? Rings => Volatile.Read(ref _rings);

    /// <summary>Whether a marked frame has not left yet.</summary>
    internal bool HasMark => Volatile.Read(ref _markBegin) != long.MaxValue;

    /// <summary>Marks a frame that was just appended.</summary>
    /// <param name="end">Where it ends, counted from the connection's first byte.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="descriptor">What goes with it, and is closed then; or null.</param>
    /// <param name="rings">Where the bytes behind it go; null for where they went before.</param>
    internal void Mark(long end, int size, SafeFileHandle? descriptor, RingPair? rings)
    {
        _descriptor = descriptor;
        _next = rings;
        _markEnd = end;
        _markBegin = end - size;
    }

    /// <summary>Sends what is taken now; the count, or an error below zero.</summary>
    /// <exception cref="InvalidDataException">The other process changed the ring's positions to what they cannot be.</exception>
    internal int Send(ReadOnlySpan<byte> bytes)
    {
        if (_rings is { } rings) return rings.Send(bytes);
        if (_sent + bytes.Length > _markBegin) return SendMarked(bytes);
        int count = socket.Send(bytes, wait: false);
        if (count > 0) _sent += count;
        return count;
    }

    private int SendMarked(ReadOnlySpan<byte> bytes)
    {
        int count = _sent < _markBegin ? socket.Send(bytes[..(int)(_markBegin - _sent)], wait: false)
            : _sent == _markBegin && _descriptor is not null ? SendDescriptor(bytes[..(int)(_markEnd - _sent)])
            : socket.Send(bytes[..(int)(_markEnd - _sent)], wait: false);
        if (count <= 0) return count;
        _sent += count;
        if (_sent < _markEnd) return count;
        _markBegin = _markEnd = long.MaxValue;
        if (_next is not null) Volatile.Write(ref _rings, _next);
        return count;
    }

    private int SendDescriptor(ReadOnlySpan<byte> frame)
    {
        int count = socket.SendWith(frame, _descriptor!);
        if (count == StreamSocket.WouldBlock) return count;
        _descriptor!.Dispose();
        _descriptor = null;
        return count;
    }
}
