namespace Multiprocessing.Serialization;

/// <summary>The kinds of <see cref="TransferHandle"/> for objects that lie in no segment of a domain. Values are part of the message format.</summary>
internal static class TransferKinds
{
    /// <summary>A raw <c>SharedMemory</c>: bytes by a name, without header, domain or hold.</summary>
    internal const uint RawMemory = 1000;

    /// <summary>A <c>ShareableList</c> in a raw <c>SharedMemory</c>.</summary>
    internal const uint ShareableList = 1001;

    /// <summary>An object of a shared interface: the number of the reference that follows the message.</summary>
    internal const uint Reference = 1002;

    /// <summary>A proxy: the address of its manager, and the object's name or ticket.</summary>
    internal const uint Proxy = 1003;
}
