namespace Multiprocessing.Tests.Managers;

/// <summary>A directory of its own for sockets.</summary>
internal sealed class SocketDirectory : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mp-test-").FullName;

    internal string Path(string name) => System.IO.Path.Combine(_directory, name);

    internal string Address(string name) => "unix:" + Path(name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
