using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Transport;

/// <summary>One thread waits on many descriptors, and others can wake it. Made for lists that are rebuilt at every turn: tens to a few thousand entries.</summary>
internal sealed unsafe class Poller
{
    private readonly (LocalSocket Sleeper, LocalSocket Waker) _bell = SocketPair.Create();
    private Libc.PollEntry[] _entries = new Libc.PollEntry[16];
    private int _count;
    private int _isRung;

    /// <summary>Begins a new list.</summary>
    internal void Clear()
    {
        _entries[0] = new Libc.PollEntry { Descriptor = _bell.Sleeper.Descriptor, Events = Libc.POLLIN };
        _count = 1;
    }

    /// <summary>Adds a descriptor; a negative one is never ready. Returns the index for <see cref="IsReady"/>.</summary>
    internal int Add(int descriptor, bool read, bool write)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        _entries[_count] = new Libc.PollEntry { Descriptor = descriptor, Events = (short)((read ? Libc.POLLIN : 0) | (write ? Libc.POLLOUT : 0)) };
        return _count++;
    }

    /// <summary>Sleeps until something is ready, somebody wakes it, or the time is up (−1: no limit).</summary>
    internal void Wait(int milliseconds)
    {
        int result;
        fixed (Libc.PollEntry* entries = _entries) result = Libc.poll(entries, (nuint)_count, milliseconds);
        if (result < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR) throw new PlatformIOException("Waiting for child processes", "poll", errno);
            for (int i = 0; i < _count; i++) _entries[i].Results = 0;
        }

        if (_entries[0].Results == 0) return;
        Span<byte> drained = stackalloc byte[64];
        // The flag is cleared before the bytes are taken: a ring in between leaves a byte, hence at worst one spare turn.
        Volatile.Write(ref _isRung, 0);
        _bell.Sleeper.Receive(drained, wait: false);
    }

    /// <summary>Whether the entry can be read or written, was closed at the other side, or is in error.</summary>
    internal bool IsReady(int index) => _entries[index].Results != 0;

    /// <summary>Makes the current or the next <see cref="Wait"/> return at once. From any thread.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _isRung, 1) == 0) _bell.Waker.Send([1], wait: false);
    }
}
