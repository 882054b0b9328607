using Multiprocessing.Connections;

namespace Multiprocessing.Processes;

/// <summary>What a child is told before anything else: how it lives, and for a warm host what it loads beforehand.</summary>
internal sealed class ChildSetup(bool diesWithParent, string? workingDirectory, bool isWarmHost)
{
    internal readonly bool DiesWithParent = diesWithParent;
    internal readonly string? WorkingDirectory = workingDirectory;
    internal readonly bool IsWarmHost = isWarmHost;

    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(DiesWithParent);
        writer.Write(WorkingDirectory ?? "");
        writer.Write(IsWarmHost);
        return stream.ToArray();
    }

    internal static ChildSetup Read(byte[] bytes)
    {
        var reader = new PayloadReader(bytes);
        bool diesWithParent = reader.ReadBoolean();
        string directory = reader.ReadString();
        return new ChildSetup(diesWithParent, directory.Length == 0 ? null : directory, reader.ReadBoolean());
    }
}
