namespace Multiprocessing.Generators.Analyzers;

/// <summary>Why a type is refused.</summary>
/// <param name="path">The path to the member at fault and its type: <c>Job.Log: FileStream</c>.</param>
/// <param name="reason">Why, and what to do.</param>
internal sealed class Refusal(string path, string reason)
{
    internal string Path { get; } = path;

    internal string Reason { get; } = reason;
}
