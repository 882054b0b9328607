using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Multiprocessing.Hosting;

/// <summary>Whether a client is connected. No call is made.</summary>
internal sealed class ClientCheck(HostedClient hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(hosted.Manager switch
    {
        null => HealthCheckResult.Degraded("Nothing has wanted a connection yet, or the host has stopped."),
        { State: ManagerState.Connected } manager => HealthCheckResult.Healthy($"{manager.PendingCalls} calls wait for their answer."),
        { State: ManagerState.Draining } => HealthCheckResult.Degraded("The server is about to end."),
        _ => new HealthCheckResult(context.Registration.FailureStatus, "The connection is lost."),
    });
}
