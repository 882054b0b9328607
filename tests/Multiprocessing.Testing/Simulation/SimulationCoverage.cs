using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// At which places of the code under test a participant stood when it was killed. A place is an operation on shared memory, told by method and line.
/// </summary>
/// <remarks>
/// A stack trace at each step would cost too much. But what a participant does depends only on what it has seen, so its history tells the
/// place, and a trace is taken once for each history.
/// </remarks>
internal sealed class SimulationCoverage
{
    private readonly Dictionary<ulong, string> _placeOfHistory = [];
    private readonly Dictionary<string, bool> _places = [];

    /// <summary>Places that were reached, and whether a kill was tried there, by name.</summary>
    internal IReadOnlyDictionary<string, bool> Places => _places;

    /// <summary>A participant is about to take a step. Called on its own thread, below the code under test.</summary>
    internal void Reach(Participant participant)
    {
        ulong key = StateHash.Mix(participant.History, (ulong)participant.Body.Method.MethodHandle.Value ^ ((ulong)participant.Pending << 56));
        if (!_placeOfHistory.TryGetValue(key, out string? place))
        {
            place = Find(participant.Pending);
            _placeOfHistory[key] = place;
            _places.TryAdd(place, false);
        }

        participant.Place = place;
    }

    /// <summary>The participant is killed at the place it has reached.</summary>
    internal void Kill(Participant participant)
    {
        if (participant.Place is { } place) _places[place] = true;
    }

    private static string Find(StepKind kind)
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method || IsMachinery(method)) continue;
            string line = frame.GetFileLineNumber() is var number and > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(frame.GetFileName())}:{number}")
                : string.Create(CultureInfo.InvariantCulture, $"IL {frame.GetILOffset()}");
            return $"{method.DeclaringType?.Name}.{method.Name} {line} {kind}";
        }

        return kind.ToString();
    }

    private static bool IsMachinery(MethodBase method) => method.DeclaringType?.Namespace == typeof(SimulationCoverage).Namespace;
}
