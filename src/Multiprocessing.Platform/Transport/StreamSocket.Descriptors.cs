using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Transport;

/// <summary>Descriptors that go with the bytes of a unix socket.</summary>
internal sealed unsafe partial class StreamSocket
{
    /// <summary>Sends what fits, without waiting, and with its first byte a copy of a descriptor; the count, or <c>-errno</c>.</summary>
    internal int SendWith(ReadOnlySpan<byte> bytes, SafeFileHandle descriptor)
    {
        if (!TryUse()) return Closed;
        bool isUsed = false;
        try
        {
            descriptor.DangerousAddRef(ref isUsed);
            fixed (byte* pointer = bytes)
            {
                var note = new Libc.DescriptorNote { Size = Libc.DescriptorNote.Length, Level = Libc.SOL_SOCKET, Type = Libc.SCM_RIGHTS, Descriptor = (int)descriptor.DangerousGetHandle() };
                var part = new Libc.MessagePart { Start = pointer, Length = (nuint)bytes.Length };
                // The room includes the gap at the note's end: a sender gives the padded size.
                var message = new Libc.Message { Parts = &part, PartCount = 1, Control = &note, ControlLength = (nuint)sizeof(Libc.DescriptorNote) };
                nint count;
                do count = Libc.sendmsg((int)handle, &message, Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT);
                while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                return count < 0 ? -Marshal.GetLastPInvokeError() : (int)count;
            }
        }
        finally
        {
            if (isUsed) descriptor.DangerousRelease();
            DangerousRelease();
        }
    }

    /// <summary>As <see cref="Receive"/>, and takes a descriptor that came with the bytes: null where none did. Further ones are closed by the system.</summary>
    internal int ReceiveWith(Span<byte> buffer, bool wait, out SafeFileHandle? descriptor)
    {
        descriptor = null;
        if (!TryUse()) return Closed;
        try
        {
            fixed (byte* pointer = buffer)
            {
                Libc.DescriptorNote note;
                var part = new Libc.MessagePart { Start = pointer, Length = (nuint)buffer.Length };
                Libc.Message message;
                nint count;
                do
                {
                    note = default;
                    message = new Libc.Message { Parts = &part, PartCount = 1, Control = &note, ControlLength = Libc.DescriptorNote.Length };
                    count = Libc.recvmsg((int)handle, &message, Libc.MSG_CMSG_CLOEXEC | (wait ? 0 : Libc.MSG_DONTWAIT));
                }
                while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                if (count < 0) return -Marshal.GetLastPInvokeError();
                if (note.Size == Libc.DescriptorNote.Length && note.Level == Libc.SOL_SOCKET && note.Type == Libc.SCM_RIGHTS) descriptor = new SafeFileHandle(note.Descriptor, ownsHandle: true);
                return (int)count;
            }
        }
        finally
        {
            DangerousRelease();
        }
    }
}
