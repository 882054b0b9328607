namespace Multiprocessing.Processes;

/// <summary>What a child is told before anything else: how it lives, and for a warm host what it loads beforehand.</summary>
internal sealed record ChildSetup(bool DiesWithParent, string? WorkingDirectory, bool IsWarmHost)
{
    internal byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(DiesWithParent);
        writer.Write(WorkingDirectory ?? "");
        writer.Write(IsWarmHost);
        return stream.ToArray();
    }

    internal static ChildSetup Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
        bool diesWithParent = reader.ReadBoolean();
        string directory = reader.ReadString();
        return new ChildSetup(diesWithParent, directory.Length == 0 ? null : directory, reader.ReadBoolean());
    }
}
