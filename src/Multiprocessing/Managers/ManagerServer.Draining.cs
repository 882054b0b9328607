using System.Diagnostics;
using Multiprocessing.Managers;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing;

public sealed partial class ManagerServer
{
    // Members that are cancelled, and answers that are on their way, get so long beyond the deadline.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private volatile bool _isDraining;

    /// <summary>
    /// Ends the server's work in good order: clients are told, new clients and new calls are refused with <see cref="ServerBusyException"/>, calls that have begun may end until the deadline; then the rest are cancelled, and
    /// their callers get <see cref="ConnectionLostException"/> with the reason. At the end all connections are closed. Dispose the server after that.
    /// </summary>
    /// <remarks>
    /// A call that belongs to one that has begun, by a callback, is let in. A call that waits for another client's call, as a take from an empty queue does, waits in vain and is cut at the deadline.
    /// </remarks>
    /// <param name="deadline">How long calls may go on; zero cuts them at once.</param>
    /// <param name="cancellationToken">Cuts what has not ended, at once.</param>
    /// <returns>How many calls were cut; 0 when all ended by themselves.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative, and not infinite.</exception>
    public async Task<int> DrainAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        if (deadline != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(deadline, TimeSpan.Zero);
        _isDraining = true;
        Peer[] peers = Peers();
        ManagerLog.DrainBegan(_log, Address, deadline.TotalSeconds, WaitingCalls, peers.Length);
        Task ended = Task.WhenAll(peers.Select(static peer => peer.DrainAsync("the server is about to end")));
        int cut = 0;
        if (!await EndsWithinAsync(ended, deadline, cancellationToken).ConfigureAwait(false))
        {
            foreach (Peer peer in peers) cut += peer.CutServedCalls();
            ManagerLog.DrainOverdue(_log, Address, cut);
            await EndsWithinAsync(ended, s_grace, CancellationToken.None).ConfigureAwait(false);
        }

        await EndsWithinAsync(Task.WhenAll(peers.Select(static peer => peer.SentAsync().AsTask())), s_grace, CancellationToken.None).ConfigureAwait(false);
        await EndsWithinAsync(Task.WhenAll(peers.Select(static peer => peer.EndSendingAsync())), s_grace, CancellationToken.None).ConfigureAwait(false);
        // Those that came between two looks were told so in their handshake, or had no call yet.
        foreach (Peer peer in Peers()) peer.Dispose();
        foreach (Peer peer in peers) await peer.Closed.ConfigureAwait(false);
        ManagerLog.Drained(_log, Address);
        return cut;
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan limit, CancellationToken token)
    {
        Task limited = task.WaitAsync(limit, token);
        await limited.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
