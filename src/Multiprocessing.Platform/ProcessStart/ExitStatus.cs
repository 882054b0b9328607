namespace Multiprocessing.Platform.ProcessStart;

/// <summary>How a process ended: by itself with a code, by a signal, or unknown.</summary>
/// <param name="Code">0 to 255, or null.</param>
/// <param name="Signal">1 to 64, or null.</param>
internal readonly record struct ExitStatus(int? Code, int? Signal)
{
    internal static ExitStatus Unknown => default;
}
