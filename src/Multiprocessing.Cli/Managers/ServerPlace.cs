using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Cli.Managers;

/// <summary>Where the tool puts a server and its authkey when nobody says.</summary>
internal static class ServerPlace
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal static string DefaultAddress => "unix:" + Path.Combine(Directory(), "mp.sock");

    /// <summary>The file of a server's authkey: beside its socket; for TCP one of the port, in the user's directory.</summary>
    internal static string AuthkeyFileOf(string address) => address.StartsWith("unix:", StringComparison.Ordinal)
        ? Path.GetFullPath(address["unix:".Length..]) + ".authkey"
        : Path.Combine(Directory(), $"tcp-{address.Split(':')[^1]}.authkey");

    /// <summary>A directory that only this user may enter. That of the session, or one of its own.</summary>
    private static string Directory()
    {
        string? session = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        string directory = string.IsNullOrEmpty(session) ? Path.Combine(Path.GetTempPath(), $"multiprocessing-{SocketPeer.OwnUserId}") : Path.Combine(session, "multiprocessing");
        if (!OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(directory, Private);
        return directory;
    }
}
