using System.Runtime.InteropServices;
using Multiprocessing.Platform.Interop.Linux;
using Multiprocessing.Platform.Interop.Unix;

namespace Multiprocessing.Platform.Waiting;

/// <summary>
/// Sleeping on words of shared memory. Every wait is bounded by its caller, and every return means only "look again": a word that changed, a wake,
/// a signal, and the end of the time are not told apart, because after each of them the one right thing is to re-read the state.
/// </summary>
/// <remarks>
/// <c>futex_waitv</c> (Linux 5.16) sleeps on several words at once. Where the kernel lacks it or a filter refuses it, <see cref="HasWaitAny"/> is false and
/// <see cref="Wait(ref uint, uint, long)"/> on the first word alone, for at most <see cref="FallbackTick"/>, stands in for it.
/// Setting MP_NO_FUTEX_WAITV=1 in the environment forces that, so that tests run it too.
/// </remarks>
internal static unsafe class Futex
{
    /// <summary>The longest sleep where only one word can be slept on, 20 ms in nanoseconds: what bounds the notice of a death or a cancellation there.</summary>
    internal const long FallbackTick = 20_000_000;

    internal static bool HasWaitAny { get; } = ProbeWaitAny();

    /// <summary>Sleeps while <paramref name="word"/> is <paramref name="expected"/>, at most <paramref name="nanoseconds"/>.</summary>
    internal static void Wait(ref uint word, uint expected, long nanoseconds)
    {
        var time = Split(nanoseconds);
        fixed (uint* address = &word)
            LinuxLibc.syscall(LinuxLibc.SYS_futex, (nint)address, LinuxLibc.FUTEX_WAIT, (nint)expected, (nint)(&time), 0, 0);
    }

    /// <summary>
    /// Sleeps while every one of the words has the value given beside it, at most <paramref name="nanoseconds"/>. Words are given as a list, the
    /// object's own first.
    /// </summary>
    internal static void WaitAny(ReadOnlySpan<WaitWord> words, long nanoseconds)
    {
        if (!HasWaitAny || words.Length > WaitWord.CountMax)
        {
            Wait(ref words[0].Word, words[0].Expected, Math.Min(nanoseconds, FallbackTick));
            return;
        }

        var entries = stackalloc LinuxLibc.WaitEntry[words.Length];
        for (int i = 0; i < words.Length; i++)
            entries[i] = new LinuxLibc.WaitEntry { Value = words[i].Expected, Address = (ulong)words[i].Address, Flags = LinuxLibc.FUTEX2_SIZE_U32 };
        var deadline = After(nanoseconds);
        LinuxLibc.syscall(LinuxLibc.SYS_futex_waitv, (nint)entries, words.Length, 0, (nint)(&deadline), LinuxLibc.CLOCK_MONOTONIC, 0);
    }

    /// <summary>Wakes at most <paramref name="count"/> sleepers of the word and returns how many were woken.</summary>
    internal static int Wake(ref uint word, int count)
    {
        fixed (uint* address = &word)
            return (int)LinuxLibc.syscall(LinuxLibc.SYS_futex, (nint)address, LinuxLibc.FUTEX_WAKE, count, 0, 0, 0);
    }

    private static LinuxLibc.TimeSpecification Split(long nanoseconds) =>
        new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };

    // Stopwatch reads CLOCK_MONOTONIC in nanoseconds on Linux, the clock that futex_waitv takes its deadline from.
    private static LinuxLibc.TimeSpecification After(long nanoseconds) =>
        Split(System.Diagnostics.Stopwatch.GetTimestamp() + nanoseconds);

    private static bool ProbeWaitAny()
    {
        if (Environment.GetEnvironmentVariable("MP_NO_FUTEX_WAITV") == "1") return false;
        uint word = 1;
        var entry = new LinuxLibc.WaitEntry { Value = 0, Address = (ulong)&word, Flags = LinuxLibc.FUTEX2_SIZE_U32 };
        var deadline = After(0);
        nint result = LinuxLibc.syscall(LinuxLibc.SYS_futex_waitv, (nint)(&entry), 1, 0, (nint)(&deadline), LinuxLibc.CLOCK_MONOTONIC, 0);
        // The word has another value than expected, so a kernel that has the call says EAGAIN (or ETIMEDOUT); ENOSYS and EPERM say that it does not serve us.
        return result == -1 && Marshal.GetLastPInvokeError() is Errno.EAGAIN or Errno.ETIMEDOUT;
    }
}
