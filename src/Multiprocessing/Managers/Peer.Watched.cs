using Multiprocessing.Managers.Filters;
using Multiprocessing.Managers.Limits;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing.Managers;

/// <summary>Calls of this process that somebody listens to, that have a time limit, or that pass through filters.</summary>
internal abstract partial class Peer
{
    private CallReader InvokeWatched(CallWriter call, SharedProxy? proxy)
    {
        CallObservation? observation = call.Observation;
        using CallLimit? limit = call.Limit;
        Exception? error = null;
        try
        {
            return SendAndWait(call, proxy);
        }
        catch (OperationCanceledException e) when (limit is { HasFired: true })
        {
            throw error = limit.Cancelled(hasBegun: !RemoteErrors.IsNotBegun(e));
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            observation?.End(error);
        }
    }

    private async ValueTask<CallReader> InvokeWatchedAsync(CallWriter call, SharedProxy? proxy, CancellationToken cancellationToken)
    {
        CallObservation? observation = call.Observation;
        using CallLimit? limit = call.Limit;
        Exception? error = null;
        try
        {
            return await SendAsync(call, proxy, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit is { HasFired: true } && !cancellationToken.IsCancellationRequested)
        {
            throw error = limit.Cancelled(hasBegun: !RemoteErrors.IsNotBegun(e));
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            observation?.End(error);
        }
    }

    private CallReader InvokeFiltered(CallWriter call, SharedProxy? proxy)
    {
        CallReader? reply = null;
        // A filter that awaits holds up the thread of a caller that waits anyway.
        RunFiltersAsync(call, proxy, () =>
        {
            reply = call is { Observation: null, Limit: null } ? SendAndWait(call, proxy) : InvokeWatched(call, proxy);
            return default;
        }).GetAwaiter().GetResult();
        return reply ?? throw Errors.FilterSkipped(Address);
    }

    private async ValueTask<CallReader> InvokeFilteredAsync(CallWriter call, SharedProxy? proxy, CancellationToken cancellationToken)
    {
        CallReader? reply = null;
        await RunFiltersAsync(call, proxy, async () => reply = await SendUnfilteredAsync(call, proxy, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return reply ?? throw Errors.FilterSkipped(Address);
    }

    /// <summary>The frame is sent by the innermost step; where a filter kept it back, its references are taken back.</summary>
    private async Task RunFiltersAsync(CallWriter call, SharedProxy? proxy, Func<ValueTask> send)
    {
        bool isSent = false;
        int member = proxy is null ? 0 : call.Header.Member - Declare(proxy.Target.Contract);
        try
        {
            await FilterChain.RunAsync(Host.OutgoingFilters, FilterChain.Describe(this, proxy?.Target.Contract, member, proxy?.Target.Name), () =>
            {
                isSent = true;
                return send();
            }).ConfigureAwait(false);
        }
        finally
        {
            if (!isSent)
            {
                UndoReferences(call);
                call.Return();
            }
        }
    }
}
