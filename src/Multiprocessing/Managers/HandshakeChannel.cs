using System.Globalization;

namespace Multiprocessing.Managers;

/// <summary>What both ends of one connection know alike, and somebody between two connections cannot give to both.</summary>
/// <param name="Place">The path, certificate or end point.</param>
/// <param name="ServerProcess">The server's process id: its own, or as the client's kernel tells; 0 when not known.</param>
/// <param name="ClientProcess">The client's process id: as the server's kernel tells, or its own; 0 when not known.</param>
internal sealed record HandshakeChannel(string Place, int ServerProcess, int ClientProcess)
{
    /// <summary>The number of this process's pid namespace; ids mean the same to two processes only in the same.</summary>
    internal ulong Namespace { get; } = ServerProcess == 0 || ClientProcess == 0 ? 0 : OwnNamespace();

    internal string Describe(bool sameNamespace) => sameNamespace && Namespace != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Place}|{ServerProcess}|{ClientProcess}")
        : Place;

    private static ulong OwnNamespace()
    {
        // "pid:[4026531836]"
        string target = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return ulong.TryParse(target.AsSpan(target.IndexOf('[') + 1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
    }
}
