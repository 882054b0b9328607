using System.Runtime.InteropServices;

namespace Multiprocessing.Platform.Interop.Unix;

/// <summary>Bytes of a socket with a descriptor beside them. Source: man sendmsg(2), recvmsg(2), cmsg(3), unix(7).</summary>
internal static unsafe partial class Libc
{
    internal const int SCM_RIGHTS = 1;
    internal const int MSG_CMSG_CLOEXEC = 0x40000000;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint sendmsg(int descriptor, Message* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint recvmsg(int descriptor, Message* message, int flags);

    /// <summary>Layout: <c>struct iovec</c> of 64-bit systems (16 bytes).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct MessagePart
    {
        [FieldOffset(0)] internal byte* Start;
        [FieldOffset(8)] internal nuint Length;
    }

    /// <summary>Layout: <c>struct msghdr</c> of 64-bit Linux (name 0, its length 8, parts 16, their count 24, control 32, its length 40, flags 48; 56 bytes). Where a C library has narrower counts, the gap beside them is 0.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    internal struct Message
    {
        [FieldOffset(0)] internal nint Name;
        [FieldOffset(8)] internal uint NameLength;
        [FieldOffset(16)] internal MessagePart* Parts;
        [FieldOffset(24)] internal nuint PartCount;
        [FieldOffset(32)] internal DescriptorNote* Control;
        [FieldOffset(40)] internal nuint ControlLength;
        [FieldOffset(48)] internal int Flags;
    }

    /// <summary>Layout: <c>struct cmsghdr</c> of 64-bit Linux (length 0, level 8, type 12) and one descriptor behind it; 24 bytes with the gap at the end, of which 20 count.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct DescriptorNote
    {
        /// <summary>The bytes that count; so much room takes one descriptor, never two.</summary>
        internal const int Length = 20;

        [FieldOffset(0)] internal nuint Size;
        [FieldOffset(8)] internal int Level;
        [FieldOffset(12)] internal int Type;
        [FieldOffset(16)] internal int Descriptor;
    }
}
