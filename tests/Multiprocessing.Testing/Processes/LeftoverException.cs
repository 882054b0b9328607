namespace Multiprocessing.Testing;

/// <summary>A test, or the whole run, left something behind. It has been removed.</summary>
internal sealed class LeftoverException(string whose, IReadOnlyCollection<string> found)
    : Exception($"Left behind by {whose}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", found)}");
