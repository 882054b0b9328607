using System.Runtime.CompilerServices;
using Multiprocessing.Platform.Interop.Linux;

namespace Multiprocessing.Platform.Waiting;

/// <summary>
/// A full fence whose whole price is paid by one side. Of two that store and then look at what the other stored, the frequent one (who releases)
/// does nothing; the rare one (who is about to sleep) makes the kernel run a fence on every processor that runs a registered process.
/// </summary>
/// <remarks>
/// It takes both: each process registers before it first releases anything, and each sleeper calls <see cref="Heavy"/>. Where the kernel lacks the call, or a
/// filter refuses it, both halves are ordinary full fences. MP_NO_MEMBARRIER=1 in the environment forces that, so that tests run it too.
/// Source: man membarrier(2), MEMBARRIER_CMD_GLOBAL_EXPEDITED (Linux 4.16).
/// </remarks>
internal static class AsymmetricFence
{
    private const int Query = 0;
    private const int GlobalExpedited = 1 << 1;
    private const int RegisterGlobalExpedited = 1 << 2;

    /// <summary>Whether this process is registered, so that the light half may be nothing. Fixed for the life of the process.</summary>
    internal static bool IsSupported { get; } = Register();

    /// <summary>The releasing side's half: nothing but an order for the compiler, where the kernel helps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Light()
    {
        if (!IsSupported) Interlocked.MemoryBarrier();
    }

    /// <summary>The sleeping side's half: about a microsecond.</summary>
    internal static void Heavy()
    {
        // A registered process's call cannot fail; where it is not registered, the releasing side has a full fence of its own.
        if (IsSupported) Call(GlobalExpedited);
        Interlocked.MemoryBarrier();
    }

    private static bool Register()
    {
        if (Environment.GetEnvironmentVariable("MP_NO_MEMBARRIER") == "1") return false;
        nint commands = Call(Query);
        return commands > 0 && (commands & GlobalExpedited) != 0 && Call(RegisterGlobalExpedited) == 0;
    }

    private static nint Call(int command) => LinuxLibc.syscall(LinuxLibc.SYS_membarrier, command, 0, 0, 0, 0, 0);
}
