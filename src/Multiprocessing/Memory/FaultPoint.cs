using System.Diagnostics;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>
/// Named places between the stores of an update, where a test stops or kills the process. Compiled away where FAULT_POINTS is not defined (Release builds).
/// </summary>
/// <remarks>The environment variable MP_FAULT = <c>name</c> or <c>name:n</c> kills the process by SIGKILL when it comes to that place for the n-th time.</remarks>
internal static class FaultPoint
{
    private static readonly (string? Name, int Count) s_armed = Parse(Environment.GetEnvironmentVariable("MP_FAULT"));
    private static int s_hits;

    /// <summary>Called at every place, for tests that count, stop or list them.</summary>
    internal static Action<string>? Observer { get; set; }

    [Conditional("FAULT_POINTS")]
    internal static void Hit(string name)
    {
        Observer?.Invoke(name);
        if (s_armed.Name == name && Interlocked.Increment(ref s_hits) == s_armed.Count) CurrentProcess.Kill();
    }

    private static (string? Name, int Count) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return default;
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, 1) : (text[..colon], int.Parse(text.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
