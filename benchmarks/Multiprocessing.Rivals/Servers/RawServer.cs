using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Multiprocessing.Rivals.Servers;

/// <summary>
/// A thread for each connection, which waits for frames: u32 length of the rest, u8 operation, and for 1 (add) the number, for 2 (echo) a text, which becomes a string and then bytes again, for 3 bytes that go back as they came.
/// </summary>
internal static class RawServer
{
    internal const byte Add = 1;
    internal const byte Echo = 2;
    internal const byte Bulk = 3;
    internal const int HeaderSize = 5;
    internal const int BufferSize = 2 * 1024 * 1024;
    private const int StackSize = 256 * 1024;

    private static long s_total;

    internal static void Run(string path)
    {
        Socket listener = UnixSocket.Listen(path);
        while (true)
        {
            Socket socket = listener.Accept();
            new Thread(() => Serve(socket), StackSize) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket socket)
    {
        byte[] input = new byte[16 * 1024], output = new byte[64 * 1024];
        int count = 0;
        using (socket)
        {
            while (true)
            {
                int received = Receive(socket, input.AsSpan(count));
                if (received == 0) return;
                count += received;
                int used = Answer(input.AsSpan(0, count), ref output, out int answered);
                input.AsSpan(used, count - used).CopyTo(input);
                count -= used;
                if (count >= HeaderSize) Grow(ref input, HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(input));
                for (int sent = 0; sent < answered;) sent += socket.Send(output.AsSpan(sent, answered - sent));
            }
        }
    }

    private static int Receive(Socket socket, Span<byte> space)
    {
        try
        {
            return socket.Receive(space);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static int Answer(ReadOnlySpan<byte> input, ref byte[] output, out int answered)
    {
        int used = 0;
        answered = 0;
        while (input.Length - used >= HeaderSize)
        {
            ReadOnlySpan<byte> frame = input[used..];
            int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
            if (frame.Length < length + 4) break;
            Grow(ref output, answered + length + 4);
            Span<byte> answer = output.AsSpan(answered);
            ReadOnlySpan<byte> body = frame[HeaderSize..(length + 4)];
            frame[..HeaderSize].CopyTo(answer);
            if (frame[4] == Add) BinaryPrimitives.WriteInt64LittleEndian(answer[HeaderSize..], Interlocked.Add(ref s_total, BinaryPrimitives.ReadInt64LittleEndian(body)));
            else if (frame[4] == Echo) Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body), answer[HeaderSize..]);
            else body.CopyTo(answer[HeaderSize..]);
            used += length + 4;
            answered += length + 4;
        }

        return used;
    }

    private static void Grow(ref byte[] buffer, int size)
    {
        if (buffer.Length < size) Array.Resize(ref buffer, BufferSize);
    }
}
