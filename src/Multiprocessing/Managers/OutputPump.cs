using Multiprocessing.Managers.Rings;
using Multiprocessing.Platform.Transport;

namespace Multiprocessing.Managers;

/// <summary>The ways from an <see cref="OutputBuffer"/> to the other end.</summary>
internal static class OutputPump
{
    /// <summary>Sends all that waits, without holding a thread, unless another one is at it.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    internal static async ValueTask FlushAsync(this OutputBuffer output, Stream stream)
    {
        if (!output.TryBecomeSender()) return;
        while (output.TryTakeBatch()) await stream.WriteAsync(output.Batch).ConfigureAwait(false);
    }

    /// <summary>Sends all that waits, on this thread, unless another one is at it.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    internal static void Flush(this OutputBuffer output, Stream stream)
    {
        if (!output.TryBecomeSender()) return;
        while (output.TryTakeBatch()) stream.Write(output.Batch.Span);
    }

    /// <summary>Sends what the other end takes now. False when some is left: then the caller still has the sender's role, and sees to it that <see cref="Resume"/> is called when there is room.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <exception cref="InvalidDataException">The other process broke the ring.</exception>
    internal static bool TryFlush(this OutputBuffer output, Outlet outlet) => !output.TryBecomeSender() || !output.TryTakeBatch() || output.Resume(outlet);

    /// <summary>Goes on with a batch; the caller has the sender's role. False when some is left, as before.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    /// <exception cref="InvalidDataException">The other process broke the ring.</exception>
    internal static bool Resume(this OutputBuffer output, Outlet outlet)
    {
        do
        {
            while (!output.Batch.IsEmpty)
            {
                int count = outlet.Send(output.Batch.Span);
                if (count == StreamSocket.WouldBlock) return false;
                if (count < 0) throw new IOException($"error {-count}");
                output.Advance(count);
            }
        }
        while (output.TryTakeBatch());
        return true;
    }
}
