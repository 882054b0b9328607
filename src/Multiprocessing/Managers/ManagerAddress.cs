using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Multiprocessing.Managers;

/// <summary>Where a server listens: <c>unix:PATH</c>, <c>tcp://HOST:PORT</c> (TLS), <c>tcp+plain://HOST:PORT</c>.</summary>
internal sealed record ManagerAddress(ManagerTransport Transport, string Path, string Host, int Port)
{
    private const string UnixPrefix = "unix:";
    private const string TlsPrefix = "tcp://";
    private const string PlainPrefix = "tcp+plain://";

    // The system's limit for the path of a socket, with the zero at its end.
    private const int PathSizeMax = 107;

    public override string ToString() => Transport switch
    {
        ManagerTransport.Unix => UnixPrefix + Path,
        ManagerTransport.Tls => $"{TlsPrefix}{Host}:{Port.ToString(CultureInfo.InvariantCulture)}",
        _ => $"{PlainPrefix}{Host}:{Port.ToString(CultureInfo.InvariantCulture)}",
    };

    /// <exception cref="ArgumentException">The text is no address.</exception>
    internal static ManagerAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            string path = System.IO.Path.GetFullPath(text[UnixPrefix.Length..] is { Length: > 0 } given ? given : throw Errors.AddressUnknown(text));
            if (System.Text.Encoding.UTF8.GetByteCount(path) > PathSizeMax) throw Errors.SocketPathTooLong(path, PathSizeMax);
            return new ManagerAddress(ManagerTransport.Unix, path, "", 0);
        }

        ManagerTransport transport = text.StartsWith(TlsPrefix, StringComparison.Ordinal) ? ManagerTransport.Tls
            : text.StartsWith(PlainPrefix, StringComparison.Ordinal) ? ManagerTransport.Plain : throw Errors.AddressUnknown(text);
        string rest = text[(transport == ManagerTransport.Tls ? TlsPrefix : PlainPrefix).Length..];
        int colon = rest.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort) throw Errors.AddressUnknown(text);
        return new ManagerAddress(transport, "", rest[..colon], port);
    }

    /// <summary>Where to connect to or listen at.</summary>
    internal async ValueTask<EndPoint> ResolveAsync(CancellationToken token)
    {
        if (Transport == ManagerTransport.Unix) return new UnixDomainSocketEndPoint(Path);
        if (IPAddress.TryParse(Host.Trim('[', ']'), out IPAddress? address)) return new IPEndPoint(address, Port);
        IPAddress[] found = await Dns.GetHostAddressesAsync(Host, token).ConfigureAwait(false);
        return new IPEndPoint(found.FirstOrDefault(static one => one.AddressFamily == AddressFamily.InterNetwork) ?? found[0], Port);
    }
}
