using System.Buffers;

namespace Multiprocessing.Managers;

/// <summary>
/// Where frames lie on their way: rented buffers, which are handed from one owner to the next instead of being copied.
/// </summary>
/// <remarks>
/// <para>A buffer has one owner at a time:</para>
/// <code>
/// CallWriter     while the frame is written; gives it to the OutputBuffer where nothing else waits there, else has it copied and returns it
/// OutputBuffer   until it was sent, or for good where sending failed
/// FrameCutter    while frames come; gives it to a reader that keeps a long body, and goes on with another one
/// CallReader     until everything was read, or the call has ended
/// </code>
/// <para>Where two could have one nobody returns it, and the collector takes it: the buffer of a loop that was taken from a member, and what a connection had when it ended.</para>
/// <para>In debug builds <see cref="FrameMemoryProof"/> looks on, in whatever test.</para>
/// </remarks>
internal static class FrameMemory
{
    private static readonly ArrayPool<byte> s_pool = FrameMemoryProof.IsOn ? FrameMemoryProof.Pool : ArrayPool<byte>.Shared;

    /// <summary>A buffer of so many bytes or more, whatever is in them.</summary>
    internal static byte[] Rent(int sizeMin)
    {
        byte[] buffer = s_pool.Rent(sizeMin);
        FrameMemoryProof.NoteRented(buffer);
        return buffer;
    }

    /// <summary>Gives a buffer back: its owner, and whoever has a part of it, reads and writes it no more.</summary>
    internal static void Return(byte[] buffer)
    {
        FrameMemoryProof.NoteReturned(buffer);
        s_pool.Return(buffer);
    }
}
