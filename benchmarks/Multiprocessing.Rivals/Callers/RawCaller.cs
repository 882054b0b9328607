using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Multiprocessing.Rivals.Servers;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Rivals.Callers;

/// <summary>A blocking socket of .NET: the least that a call can cost here.</summary>
internal sealed class RawCaller(string path) : IBlockingCaller, ICaller
{
    private const int AddSize = RawServer.HeaderSize + sizeof(long);

    private readonly Socket _socket = UnixSocket.Connect(path);
    private readonly byte[] _frame = new byte[16 * 1024];
    private byte[] _bulk = [];

    public long Add(long n)
    {
        WriteAdd(_frame, n);
        _socket.Send(_frame.AsSpan(0, AddSize));
        Receive(_frame);
        return BinaryPrimitives.ReadInt64LittleEndian(_frame.AsSpan(RawServer.HeaderSize));
    }

    public string Echo(string text)
    {
        int size = Encoding.UTF8.GetBytes(text, _frame.AsSpan(RawServer.HeaderSize));
        BinaryPrimitives.WriteInt32LittleEndian(_frame, size + 1);
        _frame[4] = RawServer.Echo;
        _socket.Send(_frame.AsSpan(0, RawServer.HeaderSize + size));
        return Encoding.UTF8.GetString(_frame, RawServer.HeaderSize, Receive(_frame) - RawServer.HeaderSize);
    }

    public ValueTask<long> AddAsync(long n) => new(Add(n));

    public ValueTask<string> EchoAsync(string text) => new(Echo(text));

    /// <summary>A batch of calls in one write, whose answers come together.</summary>
    internal void AddAll(int count)
    {
        for (int i = 0; i < count; i++) WriteAdd(_frame.AsSpan(i * AddSize), 1);
        _socket.Send(_frame.AsSpan(0, count * AddSize));
        for (int got = 0; got < count * AddSize;) got += _socket.Receive(_frame.AsSpan(got, (count * AddSize) - got));
    }

    /// <summary>Many bytes there and back.</summary>
    internal void Exchange(byte[] bytes)
    {
        if (_bulk.Length == 0) _bulk = new byte[bytes.Length + RawServer.HeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(_bulk, bytes.Length + 1);
        _bulk[4] = RawServer.Bulk;
        bytes.CopyTo(_bulk, RawServer.HeaderSize);
        _socket.Send(_bulk);
        Receive(_bulk);
    }

    private static void WriteAdd(Span<byte> frame, long n)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, AddSize - 4);
        frame[4] = RawServer.Add;
        BinaryPrimitives.WriteInt64LittleEndian(frame[RawServer.HeaderSize..], n);
    }

    private int Receive(byte[] frame)
    {
        int got = 0;
        while (got < RawServer.HeaderSize || got < BinaryPrimitives.ReadInt32LittleEndian(frame) + 4)
        {
            int count = _socket.Receive(frame.AsSpan(got));
            if (count == 0) throw new EndOfStreamException("The server closed the connection.");
            got += count;
        }

        return got;
    }
}
