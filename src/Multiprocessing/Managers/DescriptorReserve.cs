using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Managers;

/// <summary>
/// One file descriptor, kept for the time when the process has no other left: given up, it lets the server take the connection that waits, tell it why it is refused, and close it. Without it that connection
/// would stay at the head of the queue, and whoever looks for it would look for ever.
/// </summary>
internal sealed class DescriptorReserve : IDisposable
{
    private SafeFileHandle? _held = Open();

    /// <summary>Gives the descriptor up; false when it is not there.</summary>
    internal bool TryGiveUp()
    {
        SafeFileHandle? held = Interlocked.Exchange(ref _held, null);
        held?.Dispose();
        return held is not null;
    }

    /// <summary>Takes a descriptor again; false when there is none.</summary>
    internal bool TryTakeBack()
    {
        if (_held is not null) return true;
        _held = Open();
        return _held is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => TryGiveUp();

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle("/dev/null");
        }
        catch (IOException)
        {
            // None is left: the caller asks again later.
            return null;
        }
    }
}
