namespace Multiprocessing.Platform.Waiting;

/// <summary>A word of mapped (never managed, hence movable) memory to sleep on, and the value it must still have for the sleep to begin.</summary>
internal readonly unsafe struct WaitWord
{
    /// <summary>How many words one sleep can take: the kernel's FUTEX_WAITV_MAX.</summary>
    internal const int CountMax = 128;

    internal WaitWord(ref uint word, uint expected)
    {
        // Shared words lie in mapped or native memory, which no collection moves; taking the address without pinning is sound for them alone.
        fixed (uint* address = &word) Address = (nint)address;
        Expected = expected;
    }

    internal nint Address { get; }

    internal uint Expected { get; }

    internal ref uint Word => ref *(uint*)Address;
}
