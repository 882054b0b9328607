using System.Diagnostics;
using Multiprocessing.Platform.Liveness;

namespace Multiprocessing.Memory;

/// <summary>
/// Named places between the stores of an update, where a test stops or kills the process (see <see cref="FaultSwitch"/>). Compiled away where FAULT_POINTS is
/// not defined (Release builds).
/// </summary>
/// <remarks>The environment variable MP_FAULT = <c>name</c> or <c>name:n</c> kills the process by SIGKILL when it comes to that place for the n-th time.</remarks>
internal static class FaultPoint
{
    /// <summary>Called at every place, for tests that count, stop or list them.</summary>
    internal static Action<string>? Observer
    {
        get => FaultSwitch.Observer;
        set => FaultSwitch.Observer = value;
    }

    [Conditional("FAULT_POINTS")]
    internal static void Hit(string name) => FaultSwitch.Hit(name);
}
