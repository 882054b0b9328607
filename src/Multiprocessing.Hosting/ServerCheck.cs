using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Multiprocessing.Hosting;

/// <summary>Whether a server lives, or takes new clients: connects to it as they do, and makes a call.</summary>
internal sealed class ServerCheck(HostedServer hosted, bool isForReadiness) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (hosted.Server is not { } server)
            return isForReadiness ? new HealthCheckResult(context.Registration.FailureStatus, hosted.IsStopping ? "The server has stopped." : "The server has not started yet.") : HealthCheckResult.Healthy("The server does not run now.");
        try
        {
            var options = new ManagerOptions { AllowPlaintext = hosted.Options.AllowPlaintext, AllowOtherUsers = hosted.Options.AllowOtherUsers };
            Manager manager = await Manager.ConnectAsync(server.Address, hosted.Options.Authkey ?? hosted.Options.AccessKeys.FirstOrDefault()?.Authkey, options, cancellationToken).ConfigureAwait(false);
            await using (manager.ConfigureAwait(false))
            {
                ManagerStatistics statistics = await manager.StatisticsAsync(cancellationToken).ConfigureAwait(false);
                // One of the clients is this check.
                return HealthCheckResult.Healthy($"{statistics.Clients.Count - 1} clients, {statistics.WaitingCalls} calls wait.", new Dictionary<string, object> { ["clients"] = statistics.Clients.Count - 1, ["waitingCalls"] = statistics.WaitingCalls });
            }
        }
        catch (Exception e) when (e is ServerBusyException or UnauthorizedAccessException or PermissionDeniedException or ManagerAuthenticationException)
        {
            // It answers: it lives. A filter or a key that lets nobody look, or a key that was replaced, does not mean that it takes no clients.
            return isForReadiness && e is ServerBusyException ? new HealthCheckResult(context.Registration.FailureStatus, e.Message, e) : HealthCheckResult.Healthy(e.Message);
        }
        catch (Exception e) when (e is MultiprocessingException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }
}
