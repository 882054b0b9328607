namespace Multiprocessing;

/// <summary>The names by which managers are listened to: <c>AddMeter(ManagerTelemetry.MeterName)</c>, <c>AddSource(ManagerTelemetry.ActivitySourceName)</c>.</summary>
/// <remarks>Instruments, units and tags are listed in <c>docs/reference/telemetry.md</c>. Nothing is measured when nobody listens.</remarks>
public static class ManagerTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Multiprocessing";

    /// <summary>The name of the source of activities.</summary>
    public const string ActivitySourceName = "Multiprocessing";
}
