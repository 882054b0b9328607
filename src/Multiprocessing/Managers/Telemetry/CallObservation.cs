using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Multiprocessing.Managers.Telemetry;

/// <summary>One call that somebody listens to: its activity, and its duration. There is none while nobody listens.</summary>
internal sealed class CallObservation
{
    private static readonly ActivitySource s_source = new(ManagerTelemetry.ActivitySourceName, typeof(CallObservation).Assembly.GetName().Version?.ToString(3));

    private readonly long _beganAt = Stopwatch.GetTimestamp();
    private readonly Histogram<double> _durations;
    private readonly Activity? _activity;
    private readonly string _interface;
    private readonly string _member;

    private CallObservation(Histogram<double> durations, Activity? activity, string type, string member)
    {
        _durations = durations;
        _activity = activity;
        _interface = type;
        _member = member;
    }

    /// <summary>The context that the call carries: its own activity's; null where it has none.</summary>
    internal ActivityContext? Context => _activity?.Context;

    /// <summary>Begins to observe a call of this process; null when nobody listens. The caller's own activity stays the current one.</summary>
    internal static CallObservation? OfClient(SharedContract? contract, int member, string address)
    {
        if (!ManagerMeter.ClientCallDuration.Enabled && !s_source.HasListeners()) return null;
        (string type, string name) = Names(contract, member);
        Activity? caller = Activity.Current;
        Activity? activity = Begin(type, name, ActivityKind.Client, default, address);
        Activity.Current = caller;
        return new CallObservation(ManagerMeter.ClientCallDuration, activity, type, name);
    }

    /// <summary>Begins to observe a call of another process; null when nobody listens. Its activity is the member's current one.</summary>
    internal static CallObservation? OfServer(SharedContract? contract, int member, ActivityContext parent, string address)
    {
        if (!ManagerMeter.ServerCallDuration.Enabled && !s_source.HasListeners()) return null;
        (string type, string name) = Names(contract, member);
        return new CallObservation(ManagerMeter.ServerCallDuration, Begin(type, name, ActivityKind.Server, parent, address), type, name);
    }

    internal void End(Exception? error)
    {
        var tags = new TagList { { "multiprocessing.interface", _interface }, { "multiprocessing.member", _member } };
        if (error is not null) tags.Add("error.type", error.GetType().FullName);
        _durations.Record(Stopwatch.GetElapsedTime(_beganAt).TotalSeconds, tags);
        if (_activity is null) return;
        if (error is not null)
        {
            _activity.SetTag("error.type", error.GetType().FullName);
            _activity.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        // Stopping would make the activity's parent the current one of whoever runs here.
        Activity? current = Activity.Current;
        _activity.Stop();
        if (current != _activity) Activity.Current = current;
    }

    private static Activity? Begin(string type, string member, ActivityKind kind, ActivityContext parent, string address)
    {
        Activity? activity = s_source.StartActivity($"{type}.{member}", kind, parent);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("rpc.system", "multiprocessing");
            activity.SetTag("rpc.service", type);
            activity.SetTag("rpc.method", member);
            activity.SetTag("multiprocessing.address", address);
        }

        return activity;
    }

    // A factory is called by its name, which is not known to be one of few.
    private static (string Type, string Member) Names(SharedContract? contract, int member) =>
        contract is null ? ("Manager", "Create") : (contract.Type.Name, contract.Members[member].Split('(', 2)[0]);
}
