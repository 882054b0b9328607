using System.Net.Sockets;

namespace Multiprocessing.Managers;

/// <summary>How connections over TCP are set up.</summary>
internal static class TcpTuning
{
    /// <summary>The kernel counts in seconds, and needs some questions to be sure.</summary>
    internal static readonly TimeSpan KeepAliveMin = TimeSpan.FromSeconds(4);

    internal static readonly TimeSpan KeepAliveDefault = TimeSpan.FromSeconds(20);

    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;
    private const int Questions = 5;

    /// <summary>Small frames leave at once, and a peer that is cut off is found.</summary>
    /// <remarks>
    /// Where nothing is under way the kernel asks: after half of the time, then in steps that end with it. Where bytes are under way it asks nothing and sends them again and again, for a quarter of
    /// an hour; the user timeout makes that end at the same time.
    /// </remarks>
    internal static void Apply(Socket socket, TimeSpan timeout)
    {
        socket.NoDelay = true;
        int seconds = (int)Math.Min(timeout.TotalSeconds, short.MaxValue);
        int interval = Math.Max(1, seconds / 2 / Questions);
        int count = Math.Clamp(seconds / 2 / interval, 1, Questions);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds - (interval * count));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, interval);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, count);
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(seconds * 1000));
    }
}
