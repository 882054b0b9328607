using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Platform.Transport;

/// <summary>A pipe of the system, for the standard streams of a child. Both ends are close-on-exec.</summary>
internal sealed unsafe class Pipe : IDisposable
{
    private Pipe(int reader, int writer)
    {
        Reader = new SafePipeHandle(reader, ownsHandle: true);
        Writer = new SafePipeHandle(writer, ownsHandle: true);
    }

    internal SafePipeHandle Reader { get; }

    internal SafePipeHandle Writer { get; }

    internal static Pipe Create()
    {
        int* descriptors = stackalloc int[2];
        if (Libc.pipe2(descriptors, Libc.O_CLOEXEC) < 0) throw new PlatformIOException("Making a pipe", "pipe2", Marshal.GetLastPInvokeError());
        return new Pipe(descriptors[0], descriptors[1]);
    }

    /// <summary>A copy of what lies unread in a pipe, at most <paramref name="count"/> bytes; its reader still gets all of it.</summary>
    internal static byte[] Peek(SafePipeHandle reader, int count)
    {
        using var copy = Create();
        bool added = false;
        try
        {
            reader.DangerousAddRef(ref added);
            nint got = LinuxLibc.tee((int)reader.DangerousGetHandle(), (int)copy.Writer.DangerousGetHandle(), (nuint)count, LinuxLibc.SPLICE_F_NONBLOCK);
            if (got <= 0) return [];
            byte[] bytes = new byte[got];
            fixed (byte* pointer = bytes) got = Libc.read((int)copy.Reader.DangerousGetHandle(), pointer, (nuint)bytes.Length);
            return got <= 0 ? [] : bytes[..(int)got];
        }
        finally
        {
            if (added) reader.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }
}
