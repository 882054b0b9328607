using System.Globalization;

namespace Multiprocessing.Testing.Simulation;

/// <summary>What a simulation went through without finding a fault.</summary>
internal sealed record SimulationResult(long Schedules, long Steps, int States, long Rechecks, TimeSpan Time, SimulationCoverage Coverage)
{
    /// <summary>Places in the code under test where a participant was killed.</summary>
    internal int KillPlaces => Coverage.Places.Count(static p => p.Value);

    /// <summary>Places that were reached, but where nobody was ever killed.</summary>
    internal IReadOnlyList<string> PlacesWithoutKill => [.. Coverage.Places.Where(static p => !p.Value).Select(static p => p.Key).Order(StringComparer.Ordinal)];

    /// <summary>One line for the test's output.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Schedules} schedules, {Steps} steps, {States} states, {Rechecks} rechecks, killed at {KillPlaces} of {Coverage.Places.Count} places, {Time.TotalSeconds:F1} s ({Schedules / Math.Max(Time.TotalSeconds, 0.001):F0} a second)");
}
