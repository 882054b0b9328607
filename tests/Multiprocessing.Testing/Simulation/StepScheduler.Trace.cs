using System.Globalization;
using System.Text;

namespace Multiprocessing.Testing.Simulation;

internal sealed partial class StepScheduler
{
    private List<StepRecord>? _trace;

    /// <summary>Runs once more and writes everything down.</summary>
    internal RunFailure? RunTraced(Action<SimulatedWorld> setUp, IChooser chooser, StringBuilder report)
    {
        _trace = [];
        var failure = Run(setUp, chooser);
        report.AppendLine("Steps:");
        foreach (var (participant, kind, offset, result, operand, comparand, text) in _trace)
            report.AppendLine(CultureInfo.InvariantCulture, $"  {participant,-10} {text ?? Describe(kind, offset, result, operand, comparand)}");
        report.AppendLine("Participants:");
        foreach (var p in _participants)
        {
            string place = p.IsOver ? "" : $" at {p.Pending} {(p.PendingOffset >= 0 ? Memory.NameOf(p.PendingOffset) : "")}";
            report.AppendLine(CultureInfo.InvariantCulture, $"  {p.Name,-10} 0x{p.Process.Identity:X8} {p.Status}{place}, {p.Steps} steps");
        }

        report.AppendLine("Memory, where not 0:").Append(Memory.Dump());
        _trace = null;
        return failure;
    }

    private void Trace(Participant participant, string text) => _trace?.Add(new StepRecord(participant.Name, StepKind.None, -1, 0, 0, 0, text));

    private string Describe(StepKind kind, long offset, ulong result, ulong operand, ulong comparand)
    {
        string name = offset < 0 ? "" : Memory.NameOf(offset);
        return kind switch
        {
            StepKind.Load => $"{name} is 0x{result:X}",
            StepKind.Store => $"{name} := 0x{result:X}",
            StepKind.Exchange => $"{name} exchanged: 0x{result:X} -> 0x{operand:X}",
            StepKind.CompareExchange when result == comparand => $"{name} compared and swapped: 0x{comparand:X} -> 0x{operand:X}",
            StepKind.CompareExchange => $"{name} compare-and-swap 0x{comparand:X} -> 0x{operand:X} failed: found 0x{result:X}",
            StepKind.Or => $"{name} or'ed with 0x{operand:X}, was 0x{result:X}",
            StepKind.Increment => $"{name} incremented to 0x{result:X}",
            StepKind.CopyFirstHalf or StepKind.CopySecondHalf => $"{kind} of {operand} bytes {name}",
            StepKind.IsDead => $"asks whether 0x{operand:X} is dead: {(result == 1 ? "yes" : "no")}",
            StepKind.Sleep => result == 1 ? $"looks again after its sleep on {name}" : $"sleeps no more on {name}: the time is up",
            StepKind.Wake => $"wakes {operand} on {name}: there were {result}",
            _ => $"{kind} {name}",
        };
    }
}
