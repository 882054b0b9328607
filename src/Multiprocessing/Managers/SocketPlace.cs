using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Multiprocessing.Managers;

/// <summary>
/// The place of a unix socket in the file system. A lock file beside it says that a server lives: while it is locked nobody else may listen there, and whoever gets the lock may
/// remove the socket that a killed server left.
/// </summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "Unix sockets with a place in the file system are used on Unix only; Windows gets named pipes.")]
internal sealed class SocketPlace : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = Private | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly FileStream _lock;

    private SocketPlace(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    private static string LockOf(string path) => path + ".lock";

    /// <summary>Takes the place, and removes what a server before left.</summary>
    /// <exception cref="ManagerException">Another server lives there, or others could replace the socket.</exception>
    internal static SocketPlace Take(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory)) Directory.CreateDirectory(directory, PrivateDirectory);
        UnixFileMode mode = File.GetUnixFileMode(directory);
        if ((mode & UnixFileMode.OtherWrite) != 0 && (mode & UnixFileMode.StickyBit) == 0) throw Errors.SocketDirectoryOpen(directory, mode);
        while (true)
        {
            FileStream held;
            try
            {
                // Open without sharing locks the file (flock); the kernel lets go of it when this process ends, however it ends.
                held = new FileStream(LockOf(path), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = Private });
            }
            catch (IOException)
            {
                throw Errors.AddressInUse("unix:" + path);
            }

            // A server that ended cleanly removed the file that was locked here; then the lock holds nobody off, and the next try makes a file.
            if (IsStillThere(path, held))
            {
                File.Delete(path);
                return new SocketPlace(path, held);
            }

            held.Dispose();
        }
    }

    /// <summary>Listens at the place; nobody can connect before the mode is set.</summary>
    internal void Bind(Socket listener)
    {
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        File.SetUnixFileMode(_path, Private);
    }

    /// <summary>Lets the mode allow other users.</summary>
    internal void OpenToOthers() => File.SetUnixFileMode(_path, Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

    /// <summary>Removes the socket, then its lock.</summary>
    public void Dispose()
    {
        File.Delete(_path);
        File.Delete(LockOf(_path));
        _lock.Dispose();
    }

    /// <summary>Whether the path still leads to the file that is locked: a time that nobody else would give it is seen through the path.</summary>
    private static bool IsStillThere(string path, FileStream held)
    {
        DateTime mark = DateTime.UnixEpoch.AddMicroseconds(Random.Shared.NextInt64(1, 1L << 50));
        File.SetLastWriteTimeUtc(held.SafeFileHandle, mark);
        return File.GetLastWriteTimeUtc(LockOf(path)) == mark;
    }
}
