namespace Multiprocessing.Platform.ProcessStart;

/// <summary>What to start, and what the new process inherits beyond its standard streams.</summary>
internal sealed class SpawnRequest
{
    /// <summary>Absolute path of the program.</summary>
    internal required string Path { get; init; }

    /// <summary>The command line; the first is the program's own name.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment, each entry <c>NAME=value</c>.</summary>
    internal required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Descriptors of this process, and the numbers they get in the new one. Source and target differ.</summary>
    internal required IReadOnlyList<(int Source, int Target)> Descriptors { get; init; }
}
