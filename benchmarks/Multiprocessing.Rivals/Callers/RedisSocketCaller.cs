using System.Net.Sockets;
using Multiprocessing.Scenarios.Measuring;

namespace Multiprocessing.Rivals.Callers;

/// <summary>A bare connection to redis-server, for the card many-clients: INCRBY by hand over a blocking socket.</summary>
internal sealed class RedisSocketCaller(string path) : ICaller
{
    private readonly Socket _socket = UnixSocket.Connect(path);
    private readonly byte[] _answer = new byte[64];

    public ValueTask<long> AddAsync(long n)
    {
        _socket.Send("*3\r\n$6\r\nINCRBY\r\n$1\r\nk\r\n$1\r\n1\r\n"u8);
        int got = 0;
        while (got == 0 || _answer[got - 1] != '\n')
        {
            int count = _socket.Receive(_answer.AsSpan(got));
            if (count == 0) throw new EndOfStreamException("The server closed the connection.");
            got += count;
        }

        return new(_answer[0] == ':' ? n : throw new InvalidDataException("The server answered an error."));
    }

    public ValueTask<string> EchoAsync(string text) => throw new NotSupportedException("The card many-clients calls Add only.");
}
