using Multiprocessing.TestHost.Chaos;
using Multiprocessing.Testing.Linearizability;

namespace Multiprocessing.Tests.Managers.Chaos;

/// <summary>Gives the histories of chaos to the models of their objects.</summary>
internal static class ChaosHistory
{
    /// <summary>Throws when the object could not have answered as it did.</summary>
    internal static void Check(string name, List<HistoryCall> history)
    {
        switch (name)
        {
            case "register":
                LinearizabilityChecker.Check(new RegisterModel(), Without(history, HistoryCall.Death));
                break;
            case "counter":
                LinearizabilityChecker.Check(new CounterModel(), Without(history, HistoryCall.Death));
                break;
            case "queue":
                LinearizabilityChecker.Check(new LeaseQueueModel(QueueClient.Capacity, isJoinable: false), [.. history.Select(static call => call.Kind == HistoryCall.Death ? call with { Kind = LeaseQueueModel.Lose } : call)]);
                break;
            case "jobs":
                LinearizabilityChecker.Check(new LeaseQueueModel(QueueClient.Capacity, isJoinable: true), Later(history, LeaseQueueModel.Return));
                break;
            case "lock" or "recursive":
                LinearizabilityChecker.Check(new GrantModel(), Later(history, GrantModel.Exit));
                break;
            default:
                LinearizabilityChecker.Check(new SemaphoreModel(SeatsClient.Seats, SeatsClient.Seats, history.Max(static call => call.Client), permitsComeBack: true), Later(history, SemaphoreModel.Release));
                break;
        }
    }

    private static List<HistoryCall> Without(List<HistoryCall> history, int kind) => [.. history.Where(call => call.Kind != kind)];

    /// <summary>Calls that return before they take effect: to a history they never return.</summary>
    private static List<HistoryCall> Later(List<HistoryCall> history, int kind) => [.. history.Select(call => call.Kind == kind ? call with { End = long.MaxValue } : call)];
}
