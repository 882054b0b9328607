using System.Globalization;

namespace Multiprocessing.Platform.Liveness;

/// <summary>What can be said of a process of a domain: for messages and listings.</summary>
/// <param name="Identity">Its identity in the domain.</param>
/// <param name="ProcessId">Its process id, in its own pid namespace; 0 when it is not known any more.</param>
/// <param name="Program">The beginning of its command line; where that cannot be read, the program's name; "?" when neither is known.</param>
/// <param name="State">Whether it lives.</param>
/// <param name="Since">For how long it has been in the domain, or dead; null when that is not known.</param>
internal sealed record ProcessDescription(uint Identity, int ProcessId, string Program, ProcessState State, TimeSpan? Since)
{
    /// <summary>As messages say it: <c>process 4242 (WordCount --chaos 3), which is stopped</c>.</summary>
    public override string ToString()
    {
        string who = ProcessId == 0 ? "a process" : string.Create(CultureInfo.InvariantCulture, $"process {ProcessId} ({Program})");
        return who + State switch
        {
            ProcessState.Stopped => ", which is stopped",
            ProcessState.DumpingCore => ", which is writing its core dump",
            ProcessState.Dead => ", which is dead",
            _ => "",
        };
    }
}
