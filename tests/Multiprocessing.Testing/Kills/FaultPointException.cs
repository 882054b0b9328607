namespace Multiprocessing.Testing;

/// <summary>Something was wrong after a process had killed itself at a fault point.</summary>
internal sealed class FaultPointException(FaultHit hit, bool wasKilled, string log, Exception cause)
    : Exception($"After {(wasKilled ? "a kill" : "a run that never came")} at fault point {hit}: {cause.Message}{Environment.NewLine}The process wrote:{Environment.NewLine}{log}", cause);
