namespace WordCount;

/// <summary>What a worker found in one batch.</summary>
public sealed record BatchResult(int Files, Dictionary<string, long> Counts);
