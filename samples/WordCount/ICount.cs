namespace WordCount;

/// <summary>A way of counting the files with child processes.</summary>
public interface ICount
{
    /// <summary>The counts.</summary>
    WordCounts Counts { get; }

    /// <summary>How many files were counted, each as often as it was.</summary>
    int Files { get; }

    /// <summary>How many workers were killed.</summary>
    int Killed { get; }

    /// <summary>How long it took, the starts of the processes included.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Runs to the end, or until the token stops it.</summary>
    Task RunAsync(CancellationToken stop);
}
