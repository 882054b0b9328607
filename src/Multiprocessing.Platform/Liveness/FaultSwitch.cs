using System.Diagnostics;
using System.Globalization;

namespace Multiprocessing.Platform.Liveness;

/// <summary>
/// Named places between the stores of an update, where a test stops or kills the process. Compiled away where FAULT_POINTS is not defined (Release builds).
/// </summary>
/// <remarks>
/// MP_FAULT = <c>name</c> or <c>name:n</c> kills the process by SIGKILL when it comes to that place for the n-th time; MP_FAULT_STOP, in the same form, stops
/// it there by SIGSTOP, and SIGCONT lets it go on.
/// </remarks>
internal static class FaultSwitch
{
    private static readonly (string? Name, int Count) s_kill = Parse(Environment.GetEnvironmentVariable("MP_FAULT"));
    private static readonly (string? Name, int Count) s_stop = Parse(Environment.GetEnvironmentVariable("MP_FAULT_STOP"));
    private static int s_killHits;
    private static int s_stopHits;

    /// <summary>Called at every place, for tests that count, stop or list them.</summary>
    internal static Action<string>? Observer { get; set; }

    [Conditional("FAULT_POINTS")]
    internal static void Hit(string name)
    {
        Observer?.Invoke(name);
        if (s_stop.Name == name && Interlocked.Increment(ref s_stopHits) == s_stop.Count) CurrentProcess.Stop();
        if (s_kill.Name == name && Interlocked.Increment(ref s_killHits) == s_kill.Count) CurrentProcess.Kill();
    }

    private static (string? Name, int Count) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return default;
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, 1) : (text[..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
