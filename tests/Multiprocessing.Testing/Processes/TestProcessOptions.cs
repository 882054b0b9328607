namespace Multiprocessing.Testing;

/// <summary>Settings of one <see cref="TestProcess"/>.</summary>
internal sealed record TestProcessOptions
{
    /// <summary>MP_DOMAIN of the process; null: the domain of the whole run.</summary>
    internal string? DomainName { get; init; }

    /// <summary>MP_FAULT of the process: <c>name</c> or <c>name:n</c>; it kills itself when it comes to that fault point for the n-th time.</summary>
    internal string? Fault { get; init; }

    /// <summary>Further environment; a null value removes the variable.</summary>
    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// A command that becomes the process or starts it: the program and its arguments are put behind these words. For other namespaces, mounts and users. Empty: none.
    /// </summary>
    internal IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>After this the process is killed, and whatever waits for it fails. Default: 2 minutes.</summary>
    internal TimeSpan Watchdog { get; init; } = TimeSpan.FromMinutes(2);
}
