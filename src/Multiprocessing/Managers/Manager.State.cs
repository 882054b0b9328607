using Multiprocessing.Managers.Statistics;
using Multiprocessing.Managers.Telemetry;

namespace Multiprocessing;

public sealed partial class Manager
{
    private readonly Lock _stateGate = new();
    private ManagerState _state;

    /// <summary>Raised when <see cref="State"/> has changed, on a thread of the pool, each change once and in order.</summary>
    public event EventHandler<ManagerStateChangedEventArgs>? StateChanged;

    /// <summary>How the connection is, without a call.</summary>
    public ManagerState State
    {
        get
        {
            lock (_stateGate) return _state;
        }
    }

    /// <summary>
    /// Completes when the connection has ended and what it held is released: normally where this process closed it or the server had announced its end, else with <see cref="ConnectionLostException"/>.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>What the server's objects are: names, ages, holders, references, calls.</summary>
    /// <returns>The objects: registered ones by name, then those that are held by reference.</returns>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public IReadOnlyList<ManagedObject> Objects() => View().Objects();

    /// <summary>What the server's objects are: names, ages, holders, references, calls.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The objects: registered ones by name, then those that are held by reference.</returns>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ValueTask<IReadOnlyList<ManagedObject>> ObjectsAsync(CancellationToken cancellationToken = default) => View().ObjectsAsync(cancellationToken);

    /// <summary>What the server has done since its start, and who its clients are.</summary>
    /// <returns>The figures.</returns>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ManagerStatistics Statistics() => View().Statistics();

    /// <summary>What the server has done since its start, and who its clients are.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ConnectionLostException">The connection is lost.</exception>
    public ValueTask<ManagerStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => View().StatisticsAsync(cancellationToken);

    private ServerViewProxy View() => (ServerViewProxy)_peer.OpenNamed(ServerViewProxy.Name, ServerViewProxy.Contract);

    private void Watch()
    {
        ManagerMeter.Add(this);
        _peer.WentAway = () => Change(ManagerState.Draining, _peer.GoAwayReason);
        // It may have come before anybody listened.
        if (_peer.IsGoingAway) _peer.WentAway();
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        await _peer.Closed.ConfigureAwait(false);
        ManagerMeter.Remove(this);
        _peer.LogEnd();
        if (_peer.EndedAsWished)
        {
            _completion.TrySetResult();
        }
        else
        {
            _completion.TrySetException(_peer.LostError());
            // Nobody has to ask for it.
            _ = _completion.Task.Exception;
        }

        Change(ManagerState.Disconnected, _peer.LossReason);
    }

    /// <summary>States go up only.</summary>
    private void Change(ManagerState state, string reason)
    {
        lock (_stateGate)
        {
            if (state <= _state) return;
            _state = state;
        }

        StateChanged?.Invoke(this, new ManagerStateChangedEventArgs(state, reason));
    }
}
