using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Mapping;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Tests.Managers.Rings;

/// <summary>A client that has proven itself, has got the server's memory, and then writes there whatever it likes.</summary>
internal sealed class RawRings : IDisposable
{
    private const int Size = PairLayout.Size + (2 * RingPair.Capacity);

    private readonly StreamSocket _socket;
    private readonly MappedRegion _region;

    /// <summary>Asks for the memory and maps it.</summary>
    internal RawRings(Socket proven)
    {
        _socket = StreamSocket.TakeOver(proven);
        _socket.Send(RawClient.Frame(FrameKind.Rings, (ushort)RingsWord.Ask), wait: true);
        byte[] answer = new byte[FrameHeader.SizeMin];
        Assert.Equal(answer.Length, _socket.ReceiveWith(answer, wait: true, out SafeFileHandle? descriptor));
        Assert.Equal((ushort)RingsWord.Here, FrameHeader.Read(answer).Member);
        using (descriptor)
        {
            MappedRegion? region = NamelessMemory.Map(descriptor!, Size, out string reason);
            Assert.True(region is not null, reason);
            _region = region;
        }
    }

    /// <summary>The bytes that were written to the server.</summary>
    internal ulong Head
    {
        get => Volatile.Read(ref _region.At<LaneLayout>(1024).Value.Head);
        set => Volatile.Write(ref _region.At<LaneLayout>(1024).Value.Head, value);
    }

    /// <summary>What the server has read of them.</summary>
    internal ulong Tail => Volatile.Read(ref _region.At<LaneLayout>(1024).Value.Tail);

    /// <summary>What the server has written.</summary>
    internal ulong AnswersHead => Volatile.Read(ref _region.At<LaneLayout>(2048).Value.Head);

    /// <summary>What was read of it.</summary>
    internal ulong AnswersTail
    {
        set => Volatile.Write(ref _region.At<LaneLayout>(2048).Value.Tail, value);
    }

    /// <summary>Says the last word on the socket, and rings.</summary>
    internal void GoOver()
    {
        _socket.Send(RawClient.Frame(FrameKind.Rings, (ushort)RingsWord.Switch), wait: true);
        Ring();
    }

    /// <summary>Tells the server to look; whether the connection stands.</summary>
    internal bool Ring() => _socket.Send([0], wait: false) is > 0 or StreamSocket.WouldBlock;

    /// <summary>Writes as a decent client does.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        ulong head = Head;
        foreach (byte one in bytes) _region.At<byte>(PairLayout.Size + (long)(head++ % RingPair.Capacity)).Value = one;
        Head = head;
    }

    /// <summary>The same, when there is room, and rings; false when the connection has ended.</summary>
    internal bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        while (Head - Tail > RingPair.Capacity - (ulong)bytes.Length)
        {
            if (!Ring()) return false;
            Thread.Yield();
        }

        Write(bytes);
        return Ring();
    }

    /// <summary>Changes bytes that may just be read.</summary>
    internal void Scribble(Random random)
    {
        for (int i = 0; i < 4; i++) _region.At<byte>(PairLayout.Size + (long)((Head - (ulong)random.Next(1, 60)) % RingPair.Capacity)).Value = (byte)random.Next(256);
    }

    /// <summary>Sets each word of a sleeper.</summary>
    internal void ScribbleRests(uint value)
    {
        foreach (int lane in (int[])[1024, 2048])
        {
            Volatile.Write(ref _region.At<LaneLayout>(lane).Value.ReaderRest, value);
            Volatile.Write(ref _region.At<LaneLayout>(lane).Value.WriterRest, value);
        }
    }

    /// <summary>Takes whatever the server still says, then its end, or a reset where it had not read all.</summary>
    internal void ReceiveToEnd()
    {
        byte[] bytes = new byte[256];
        while (_socket.Receive(bytes, wait: true) > 0)
        {
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _region.Unmap();
    }
}
