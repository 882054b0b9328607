using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Multiprocessing.Testing.Simulation;

/// <summary>
/// Runs algorithms in shared memory through their interleavings, with kills. See tests/README.md for how to write such a test.
/// </summary>
internal static class Simulate
{
    /// <summary>
    /// All schedules with at most <see cref="SimulationOptions.Preemptions"/> preemptions, those with fewer first, so that what is found is the simplest.
    /// </summary>
    /// <exception cref="SimulationException">One of them fails.</exception>
    internal static SimulationResult All(Action<SimulatedWorld> setUp, SimulationOptions options)
    {
        if (options.Prunes && !SimulationBudget.CanBeTold(options)) throw new ArgumentException("Pruning knows budgets of at most 3.", nameof(options));
        var watch = Stopwatch.StartNew();
        var coverage = new SimulationCoverage();
        using var scheduler = new StepScheduler(options, coverage);
        long schedules = 0;
        int states = 0;
        for (int preemptions = 0; preemptions <= options.Preemptions; preemptions++)
        {
            scheduler.Options = options with { Preemptions = preemptions };
            var chooser = new DepthFirstChooser(options.Prunes);
            do
            {
                if (++schedules > options.SchedulesMax)
                    throw new InvalidOperationException($"More than {options.SchedulesMax} schedules: fewer preemptions, kills or participants, or pruning.");
                if (scheduler.Run(setUp, chooser) is { } failure) throw Report(scheduler, setUp, failure, chooser.Choices, $"schedule {schedules}");
            }
            while (chooser.Next());

            states = chooser.StatesSeen;
        }

        return new SimulationResult(schedules, scheduler.Steps, states, scheduler.Rechecks, watch.Elapsed, coverage);
    }

    /// <summary>Schedules by random seeds, from <paramref name="firstSeed"/> on: for more participants than can be explored.</summary>
    /// <exception cref="SimulationException">One of them fails.</exception>
    internal static SimulationResult Random(Action<SimulatedWorld> setUp, SimulationOptions options, int seeds, int firstSeed = 1)
    {
        var watch = Stopwatch.StartNew();
        var coverage = new SimulationCoverage();
        using var scheduler = new StepScheduler(options with { Preemptions = int.MaxValue }, coverage);
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            var chooser = new RandomChooser(seed);
            if (scheduler.Run(setUp, chooser) is { } failure)
                throw Report(scheduler, setUp, failure, chooser.Choices, string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        }

        return new SimulationResult(seeds, scheduler.Steps, 0, scheduler.Rechecks, watch.Elapsed, coverage);
    }

    /// <summary>One schedule, as the message of a failure gave it, with the same options: for a debugger.</summary>
    /// <exception cref="SimulationException">It fails.</exception>
    internal static void Replay(Action<SimulatedWorld> setUp, SimulationOptions options, string schedule)
    {
        using var scheduler = new StepScheduler(options, new SimulationCoverage());
        var choices = Schedule.Parse(schedule);
        if (scheduler.Run(setUp, new ReplayChooser(choices)) is { } failure) throw Report(scheduler, setUp, failure, choices, schedule, "replay");
    }

    private static SimulationException Report(StepScheduler scheduler, Action<SimulatedWorld> setUp, RunFailure failure, IReadOnlyList<int> choices, string which) =>
        Report(scheduler, setUp, failure, Schedule.Parse(Schedule.Format(choices)), Schedule.Format(choices), which);

    private static SimulationException Report(
        StepScheduler scheduler, Action<SimulatedWorld> setUp, RunFailure failure, IReadOnlyDictionary<int, int> choices, string schedule, string which)
    {
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"{failure.What}{(failure.Cause is { } cause ? ": " + cause.Message : "")}");
        report.AppendLine(CultureInfo.InvariantCulture, $"Found in {which} with {scheduler.Options}.");
        report.AppendLine(CultureInfo.InvariantCulture, $"Schedule: {schedule}");
        var again = scheduler.RunTraced(setUp, new ReplayChooser(choices), report);
        if (again?.What != failure.What) report.AppendLine(CultureInfo.InvariantCulture, $"The replay went otherwise ({again?.What ?? "it did not fail"}): the bodies depend on something else than their memory.");
        return new SimulationException(report.ToString(), schedule, failure.Cause);
    }
}
