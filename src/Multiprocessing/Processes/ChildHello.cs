namespace Multiprocessing.Processes;

/// <summary>The child's first words: which protocol and library it has. Parent and child run the same files, unless somebody replaced them since the parent started.</summary>
internal static class ChildHello
{
    private const byte ProtocolVersion = 1;

    /// <summary>Version of the protocol, one byte; version id of the library's module, 16 bytes.</summary>
    internal static byte[] Ours()
    {
        byte[] bytes = new byte[17];
        bytes[0] = ProtocolVersion;
        typeof(ChildHello).Module.ModuleVersionId.ToByteArray().CopyTo(bytes, 1);
        return bytes;
    }
}
