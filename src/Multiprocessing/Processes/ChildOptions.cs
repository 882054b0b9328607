using System.Diagnostics;
using Multiprocessing.Diagnostics;

namespace Multiprocessing;

/// <summary>How a child process is started and lives. Everything not set is as in this process.</summary>
public sealed class ChildOptions
{
    /// <summary>The child's name, in errors, in <see cref="ChildExit"/>, and (its first 15 bytes) in what <c>ps</c> and <c>top</c> show of it.</summary>
    /// <value>Default: the name of the entry point.</value>
    public string? Name { get; init; }

    /// <summary>The child's current directory.</summary>
    /// <value>Default: this process's current directory.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables that the child gets besides this process's, or instead of them; a null value takes one away.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>The child's share of the processors when they are contended.</summary>
    /// <value>Default: this process's. A priority above it needs a privilege of the system.</value>
    public ProcessPriorityClass? Priority { get; init; }

    /// <summary>Whether the child's standard input is <see cref="ChildProcess.StandardInput"/>, and not this process's own.</summary>
    /// <value>Default: false.</value>
    public bool RedirectStandardInput { get; init; }

    /// <summary>Whether the child's standard output is <see cref="ChildProcess.StandardOutput"/>, and not this process's own. Who redirects it must read it, else the child waits once 64 KiB lie unread.</summary>
    /// <value>Default: false.</value>
    public bool RedirectStandardOutput { get; init; }

    /// <summary>Whether the child's standard error is <see cref="ChildProcess.StandardError"/>, and not this process's own. Who redirects it must read it, else the child waits once 64 KiB lie unread.</summary>
    /// <value>Default: false.</value>
    public bool RedirectStandardError { get; init; }

    /// <summary>How long the new process may take to come to the library's code, before the program's own code runs. After that it is killed.</summary>
    /// <value>Default: 60 seconds. <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long disposing lets a terminated child go on before it kills it.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan TerminationGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the child is killed when this process ends, in whatever way.</summary>
    /// <value>Default: true. A child that outlives its parent has nobody to give its result to.</value>
    public bool DieWithParent { get; init; } = true;

    /// <summary>Whether a child that crashed is started again.</summary>
    /// <value>Default: <see cref="Restart.Never"/>.</value>
    public Restart Restart { get; init; } = Restart.Never;

    internal static ChildOptions Default { get; } = new();

    /// <summary>The system's number for <see cref="Priority"/>, as System.Diagnostics.Process counts it.</summary>
    internal int? Nice => Priority switch
    {
        null => null,
        ProcessPriorityClass.Idle => 19,
        ProcessPriorityClass.BelowNormal => 10,
        ProcessPriorityClass.Normal => 0,
        ProcessPriorityClass.AboveNormal => -5,
        ProcessPriorityClass.High => -11,
        _ => -19,
    };

    internal void Validate()
    {
        if (StartTimeout <= TimeSpan.Zero && StartTimeout != Timeout.InfiniteTimeSpan) throw Errors.BadOption(nameof(StartTimeout), StartTimeout, "more than zero, or Timeout.InfiniteTimeSpan");
        if (TerminationGrace < TimeSpan.Zero) throw Errors.BadOption(nameof(TerminationGrace), TerminationGrace, "zero or more");
        if (Name is { Length: 0 or > 200 }) throw Errors.BadOption(nameof(Name), Name, "1 to 200 characters");
        if (WorkingDirectory is { Length: 0 }) throw Errors.BadOption(nameof(WorkingDirectory), WorkingDirectory, "a path");
        if (WorkingDirectory is not null && !Directory.Exists(WorkingDirectory)) throw Errors.DirectoryMissing(nameof(WorkingDirectory), WorkingDirectory);
        if (Priority is { } priority && !Enum.IsDefined(priority)) throw Errors.BadOption(nameof(Priority), priority, "a member of ProcessPriorityClass");
        if (Restart is null) throw Errors.BadOption(nameof(Restart), "null", "Restart.Never or Restart.OnCrash(n)");
        foreach (var (name, value) in Environment ?? new Dictionary<string, string?>())
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || value?.Contains('\0', StringComparison.Ordinal) == true)
                throw Errors.BadOption(nameof(Environment), name, "names without '=', and no null characters");
        }
    }
}
