using Multiprocessing.Connections;
using Multiprocessing.Diagnostics;
using Multiprocessing.Platform.ProcessStart;
using Multiprocessing.Processes;

namespace Multiprocessing;

/// <summary>From the start over restarts to the end.</summary>
public partial class ChildProcess
{
    private const int CallJoined = 1;
    private const int CallLeft = 2;

    /// <summary>Starts the process.</summary>
    /// <exception cref="NotSupportedException">The program cannot be entered.</exception>
    /// <exception cref="ChildProcessException">The system refused to start it.</exception>
    internal void Launch()
    {
        JoinCall();
        try
        {
            string? directory = _options.WorkingDirectory is null ? null : Path.GetFullPath(_options.WorkingDirectory);
            var setup = new ChildSetup(_options.DieWithParent, directory, isWarmHost: false);
            ChildRun.Start(ProgramCommand.Current, _options, setup, Name, this, run =>
            {
                Adopt(run);
                run.Send(_call, Name, _resultType, Carrier);
            });
        }
        catch
        {
            LeaveCall();
            Carrier?.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a process that was started beforehand; false when it has ended meanwhile.</summary>
    internal bool TryLaunchIn(ChildRun host)
    {
        JoinCall();
        _isInHost = host.TryGiveTo(this);
        if (!_isInHost) return false;
        Adopt(host);
        host.Send(_call, Name, _resultType, Carrier);
        return true;
    }

    void IChildRunOwner.OnFrame(ChildRun run, Frame frame)
    {
        switch ((ChildFrame)frame.Kind)
        {
            case ChildFrame.Ready:
                break;
            case ChildFrame.Started:
                _isStarted = true;
                // From now on the child has the arguments open itself; only a restart needs them again.
                if (_options.Restart.CountMax == 0) LeaveCall();
                TellBegun();
                break;
            case ChildFrame.Result or ChildFrame.Threw or ChildFrame.Cancelled when _answer is null:
                _answer = frame;
                break;
            default:
                throw new InvalidDataException($"a frame of kind {frame.Kind} at this point.");
        }
    }

    void IChildRunOwner.OnEnded(ChildRun run, ExitStatus status)
    {
        ChildOutcome outcome = OutcomeOf(run, status);
        bool isRestarted = TryRestart(ref outcome);
        if (isRestarted) run.Streams.Dispose();
        else SetEnded(status, outcome);
        Exited?.Invoke(new ChildExit(Index, Name, run.Id, CodeOf(status), status.Signal, outcome.Error, isRestarted));
        if (isRestarted) return;
        LeaveCall();
        TellBegun();
        _whenEnded.SetResult();
        // Reading the result may run the user's code: not on the thread that serves all children.
        ThreadPool.UnsafeQueueUserWorkItem(static child => child.CompleteOnce(), this, preferLocal: false);
    }

    /// <summary>Completes the task, unless somebody who asked for the result did so before.</summary>
    private protected void CompleteOnce()
    {
        if (Interlocked.Exchange(ref _isCompleted, 1) == 0) Complete(_outcome);
    }

    private protected virtual ResultCarrier? CreateCarrier() => null;

    /// <summary>Before the first launch: this child may send the call, perhaps several times.</summary>
    private void JoinCall()
    {
        if (Interlocked.CompareExchange(ref _callUse, CallJoined, 0) != 0) return;
        _call.AddUser();
        Carrier = CreateCarrier();
    }

    /// <summary>This child will not send the call any more.</summary>
    private void LeaveCall()
    {
        if (Interlocked.Exchange(ref _callUse, CallLeft) == CallJoined) _call.RemoveUser();
    }

    private void Adopt(ChildRun run)
    {
        lock (_gate)
        {
            _run = run;
            _isStarted = false;
            _answer = null;
            if (_intent != ChildIntent.None) run.Kill();
        }
    }

    /// <summary>Starts the child again where that is due: after a crash, by the options; or when the warm host that it was given to died before it began.</summary>
    private bool TryRestart(ref ChildOutcome outcome)
    {
        lock (_gate)
        {
            if (outcome.Error is null or OperationCanceledException || _intent != ChildIntent.None) return false;
            bool wasNeverBegun = _isInHost && !_isStarted && _answer is null;
            _isInHost = false;
            if (!wasNeverBegun)
            {
                if (_restartCount >= _options.Restart.CountMax) return false;
                _restartCount++;
            }
        }

        try
        {
            Launch();
            return true;
        }
        catch (ChildProcessException error)
        {
            outcome = new ChildOutcome(default, error);
            return false;
        }
    }

    private void SetEnded(ExitStatus status, ChildOutcome outcome)
    {
        lock (_gate)
        {
            _status = status;
            _outcome = outcome;
            _ended.Set();
        }
    }

    private void TellBegun()
    {
        Action? began = Began;
        Began = null;
        began?.Invoke();
    }

    private ChildOutcome OutcomeOf(ChildRun run, ExitStatus status)
    {
        int? code = CodeOf(status);
        string how = Errors.HowEnded(code, status.Signal);
        if (_answer is { Kind: (uint)ChildFrame.Result } result) return new ChildOutcome(result.Payload, null);
        if (_answer is { Kind: (uint)ChildFrame.Threw } threw) return Failed(Fault(ChildFailure.Read(threw.Payload), run, status));
        if (run.Verdict is { } verdict) return Failed(Error(verdict));
        if (run.TimedOut && _intent == ChildIntent.None)
            return Failed(Error(Errors.ChildStartTimedOut(Name, run.Id, _options.StartTimeout, run.Streams.ErrorTail()), new TimeoutException()));
        if (_answer is { Kind: (uint)ChildFrame.Cancelled } || _intent == ChildIntent.Stop) return Failed(new OperationCanceledException(Errors.ChildCancelled(Name, run.Id)));
        if (!_isStarted) return Failed(Error(Errors.ChildEndedEarly(Name, run.Id, how, run.Streams.ErrorTail())));
        return _resultType is null && status.Code == 0 ? default : Failed(Error(Errors.ChildEndedWithoutResult(Name, run.Id, how)));

        static ChildOutcome Failed(Exception error) => new(default, error);
        ChildProcessException Error(string message, Exception? inner = null) => new(message, Name, run.Id, code, status.Signal, inner);
    }

    private ChildProcessException Fault(ChildFailure failure, ChildRun run, ExitStatus status) =>
        new(Errors.ChildThrew(Name, run.Id, failure.Type, failure.Message), Name, run.Id, CodeOf(status), status.Signal)
        {
            RemoteType = failure.Type,
            RemoteMessage = failure.Message,
            RemoteStackTrace = failure.Text,
        };
}
