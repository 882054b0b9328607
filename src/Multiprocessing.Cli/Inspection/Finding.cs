namespace Multiprocessing.Cli.Inspection;

/// <summary>One line of the check-up.</summary>
internal sealed record Finding(string Subject, FindingLevel Level, string Found, string? Advice = null);
