using Microsoft.Win32.SafeHandles;
using Multiprocessing.Memory;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Transport;
using Multiprocessing.Platform.Waiting;

namespace Multiprocessing.Managers.Rings;

/// <summary>
/// One process's view of the two rings that a client and a server share. They carry the bytes that the socket carried before; the socket stays, as the proof that the other lives, and to wake it where it listens there.
/// </summary>
/// <remarks>
/// <para>One thread at a time reads, one writes; wherever the reader is said to rest or not to, that is the reader. Closing is safe from any thread: private pages take the place of the shared ones, so one that is late reads
/// positions that are none.</para>
/// <para>Memory: a page of words, and of each ring the pages that were touched, at most its whole size.</para>
/// </remarks>
internal sealed class RingPair
{
    /// <summary>Bytes of each ring. Larger frames go through in pieces.</summary>
    internal const int Capacity = 128 * 1024;

    /// <summary>How many pairs this process makes as a server, at one time; further clients stay with the socket.</summary>
    internal const int CountMax = 256;

    private const long Size = PairLayout.Size + (2L * Capacity);

    private static int s_made;

    private readonly StreamSocket _socket;
    private readonly MappedRegion _region;
    private readonly SharedRef<PairLayout> _words;
    private readonly bool _isServer;
    private LaneReader<LiveMemory> _in;
    private LaneWriter<LiveMemory> _out;
    private int _isClosed;

    private RingPair(StreamSocket socket, MappedRegion region, bool isServer)
    {
        _socket = socket;
        _region = region;
        _isServer = isServer;
        _words = region.At<PairLayout>(0);
        SharedRef<LaneLayout> toServer = region.At<LaneLayout>(1024);
        SharedRef<LaneLayout> toClient = region.At<LaneLayout>(2048);
        SharedRef<byte> first = region.At<byte>(PairLayout.Size, Capacity);
        SharedRef<byte> second = region.At<byte>(PairLayout.Size + Capacity, Capacity);
        _in = new LaneReader<LiveMemory>(default, isServer ? toServer : toClient, isServer ? first : second, Capacity);
        _out = new LaneWriter<LiveMemory>(default, isServer ? toClient : toServer, isServer ? second : first, Capacity);
    }

    /// <summary>Whether nothing is there to be read.</summary>
    internal bool IsEmpty => _in.IsEmpty;

    /// <summary>Whether the reader rests.</summary>
    internal bool IsResting => _in.Resting != Rest.None;

    /// <summary>Whether the client's callers wait by polling; the client's to change.</summary>
    internal bool IsQuick
    {
        get => Volatile.Read(ref _words.Value.Pace) != 0;
        set => Volatile.Write(ref _words.Value.Pace, value ? 1u : 0u);
    }

    /// <summary>The server's: makes the rings, and a descriptor of them for the client. Null where there is no memory for them.</summary>
    internal static RingPair? Create(StreamSocket socket, out SafeFileHandle? descriptor, out string reason)
    {
        descriptor = null;
        if (Interlocked.Increment(ref s_made) > CountMax)
        {
            Interlocked.Decrement(ref s_made);
            reason = $"{CountMax} clients of this process have rings, the limit";
            return null;
        }

        descriptor = NamelessMemory.Create("multiprocessing-rings", Size, out reason);
        MappedRegion? region = descriptor is null ? null : NamelessMemory.Map(descriptor, Size, out reason);
        if (region is null)
        {
            descriptor?.Dispose();
            descriptor = null;
            Interlocked.Decrement(ref s_made);
            return null;
        }

        var pair = new RingPair(socket, region, isServer: true);
        // Nobody looks yet.
        pair._words.Value.ToServer.ReaderRest = Rest.OnSocket;
        pair._words.Value.ToClient.ReaderRest = Rest.OnSocket;
        return pair;
    }

    /// <summary>The client's: maps what the server made; null, and why, where that cannot be.</summary>
    internal static RingPair? Open(StreamSocket socket, SafeFileHandle descriptor, out string reason)
    {
        MappedRegion? region = NamelessMemory.Map(descriptor, Size, out reason);
        return region is null ? null : new RingPair(socket, region, isServer: false);
    }

    /// <summary>Writes what there is room for, and wakes the other process if it rests; the count, or <see cref="StreamSocket.WouldBlock"/>.</summary>
    internal int Send(ReadOnlySpan<byte> bytes)
    {
        int count = _out.Write(bytes);
        if (count == 0) return StreamSocket.WouldBlock;
        uint how = _out.TakeReader();
        if (how != Rest.None) Wake(how, ref Outgoing.ReaderRest);
        return count;
    }

    /// <summary>Reads what is there, and wakes the other process if it waits for room; the count, 0 for nothing.</summary>
    internal int Receive(Span<byte> target)
    {
        int count = _in.Read(target);
        if (count == 0) return 0;
        uint how = _in.TakeWriter();
        if (how != Rest.None) Wake(how, ref Incoming.WriterRest);
        return count;
    }

    /// <summary>The reader rests until bytes come; false when some are there.</summary>
    internal bool TryRest(uint how) => _in.TryRest(how);

    /// <summary>The reader looks by itself again.</summary>
    internal void EndRest() => _in.EndRest();

    /// <summary>Before a call is sent whose caller reads itself: it need not be woken by the socket.</summary>
    internal void EndSocketRest()
    {
        if (_in.Resting == Rest.OnSocket) _in.TryEndRest(Rest.OnSocket);
    }

    /// <summary>The writer rests until half of its ring is free; false when it is.</summary>
    internal bool TryRestForRoom(uint how) => _out.TryRest(how);

    /// <summary>Whether the writer still rests. Safe from any thread.</summary>
    internal bool IsRestingForRoom => Volatile.Read(ref Outgoing.WriterRest) != Rest.None;

    /// <summary>The writer looks by itself again.</summary>
    internal void EndRestForRoom() => _out.EndRest();

    /// <summary>Where the reader rests on its word: that, to be slept on.</summary>
    internal bool TryGetRest(out WaitWord word)
    {
        word = new WaitWord(ref Incoming.ReaderRest, Rest.OnWord);
        return _in.Resting == Rest.OnWord;
    }

    /// <summary>Sleeps as long as the reader rests on its word, at most so long.</summary>
    internal void Sleep(long nanoseconds) => Futex.Wait(ref Incoming.ReaderRest, Rest.OnWord, nanoseconds);

    /// <summary>Sleeps as long as the writer rests on its word, and the reader too where it does, at most so long.</summary>
    internal void SleepForRoom(bool andBytes, long nanoseconds)
    {
        if (!andBytes)
        {
            Futex.Wait(ref Outgoing.WriterRest, Rest.OnWord, nanoseconds);
            return;
        }

        ReadOnlySpan<WaitWord> words = [new WaitWord(ref Outgoing.WriterRest, Rest.OnWord), new WaitWord(ref Incoming.ReaderRest, Rest.OnWord)];
        Futex.WaitAny(words, nanoseconds);
    }

    /// <summary>Wakes who sleeps here in this process, and gives the memory up; once.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;
        if (_isServer) Interlocked.Decrement(ref s_made);
        // Before the pages go: a sleeper is found by them. One that is about to sleep finds another word.
        WakeOwn(ref Incoming.ReaderRest);
        WakeOwn(ref Outgoing.WriterRest);
        _region.Detach();
    }

    private ref LaneLayout Incoming => ref _isServer ? ref _words.Value.ToServer : ref _words.Value.ToClient;

    private ref LaneLayout Outgoing => ref _isServer ? ref _words.Value.ToClient : ref _words.Value.ToServer;

    private static void WakeOwn(ref uint rest)
    {
        Interlocked.Exchange(ref rest, Rest.None);
        Futex.Wake(ref rest, int.MaxValue);
    }

    private void Wake(uint how, ref uint word)
    {
        FaultPoint.Hit("rings.wake");
        if (how == Rest.OnWord) Futex.Wake(ref word, 1);
        // Where the socket takes no byte the other has not read those that lie in it, and will. An end shows to who reads.
        else _socket.Send([0], wait: false);
    }
}
