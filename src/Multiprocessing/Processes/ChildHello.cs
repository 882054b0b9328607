namespace Multiprocessing.Processes;

/// <summary>The child's first words. Parent and child run the same files, unless somebody replaced them since the parent started.</summary>
internal sealed record ChildHello(int ProtocolVersion, Guid LibraryVersion)
{
    internal static ChildHello Ours { get; } = new(1, typeof(ChildHello).Module.ModuleVersionId);

    internal byte[] ToBytes() => [(byte)ProtocolVersion, .. LibraryVersion.ToByteArray()];

    internal static ChildHello Read(ReadOnlyMemory<byte> bytes) =>
        bytes.Length == 17 ? new ChildHello(bytes.Span[0], new Guid(bytes.Span[1..])) : throw new InvalidDataException($"A greeting of {bytes.Length} bytes was received; 17 were expected.");
}
